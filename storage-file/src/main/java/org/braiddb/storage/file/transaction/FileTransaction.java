package org.braiddb.storage.file.transaction;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Facets;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.SnapshotStaleException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.commit.Head;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.KeyPlaces;
import org.braiddb.storage.file.transaction.ConcurrentCommit.Prepared;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * A transaction over a database file: a snapshot of pages, and, once it holds the writer lock,
 * private copies of what it changed.
 */
public final class FileTransaction implements Transaction {
  private static final CallLimits AT_ONCE = new CallLimits();
  private static final Duration WINNER_PATIENCE = Duration.ofSeconds(1);
  private static final int NOWHERE = -1;

  /** One that has come by more trees is better begun anew than kept with all of them. */
  private static final int MOST_RESTING_TREES = 64;

  private final TransactionHost host;
  private final TransactionOptions options;
  private final CallLimits limits;
  private final TransactionPages pages;
  private final TransactionTrees trees;
  private final TransactionControl control;
  private int counted;
  private int place = NOWHERE;
  private long snapshot;
  private long atLeast;
  private @Nullable Head base;
  private boolean holdsWriterLock;

  /** Whether it may change private pages without the writer lock. */
  private boolean writesConcurrently;

  private @Nullable ConflictException failure;

  /** What is ready to be published, under the writer lock; null where nothing is prepared. */
  private @Nullable Prepared prepared;

  private boolean closed;

  /** Closed for the time being: see {@link #rest()}. */
  private boolean resting;

  /** Begins a transaction; an IMMEDIATE or EXCLUSIVE one takes the writer lock. */
  public FileTransaction(TransactionHost host, TransactionOptions options, CallLimits limits) {
    this.host = host;
    this.options = options;
    this.limits = limits;
    this.pages = new TransactionPages(new Snapshots(), host.format(), new Spilling(host));
    this.pages.limitPageCount(host.maximumPageCount());
    this.control = host.concurrency().begin(options);
    this.trees = new TransactionTrees(pages, control);
    this.atLeast = options.atLeast();
    this.counted = host.transactionBegan();
    boolean begun = false;
    try {
      switch (options.mode()) {
        case READ_ONLY, DEFERRED, CONCURRENT -> {}
        case IMMEDIATE, EXCLUSIVE -> makeWritable();
      }
      begun = true;
    } finally {
      if (!begun) {
        close();
      }
    }
  }

  private record Spilling(TransactionHost host) implements TransactionPages.SpillPolicy {
    private static final int LEAST_PAGES = 64;

    @Override
    public int pagesInMemory() {
      long pages = host.transactionBytes() / host.format().pageSize();
      return (int) Math.clamp(pages, LEAST_PAGES, Integer.MAX_VALUE);
    }

    @Override
    public SpillFile openFile() {
      return new SpillFile(host.openTemporary(), host.format().pageSize());
    }
  }

  // ---- life cycle

  @Override
  public TransactionMode mode() {
    return options.mode();
  }

  @Override
  public TextEncoding encoding() {
    return host.format().encoding();
  }

  @Override
  public long snapshot() {
    checkReadable();
    return snapshot;
  }

  @Override
  public boolean writable() {
    return base != null || writesConcurrently;
  }

  private void checkReadable() {
    if (place == NOWHERE) {
      takeSnapshot();
    } else if (closed) {
      throw ended();
    } else {
      host.checkOpen();
      if (!writable()) {
        host.readerRuns();
      }
    }
  }

  private void checkNotEnded() {
    if (closed || resting) {
      throw ended();
    }
  }

  private static MisuseException ended() {
    return new MisuseException("the transaction has ended");
  }

  private void takeSnapshot() {
    checkNotEnded();
    host.checkOpen();
    if (atLeast != 0) {
      host.awaitVisible(atLeast, limits);
    }
    host.readerRuns();
    int entered = host.enterSnapshots();
    boolean opened = false;
    try {
      long newest = host.openVisible(entered);
      host.ownSnapshot(entered, limits);
      if (newest != snapshot) {
        pages.open(newest, host.pageCountAt(newest));
        snapshot = newest;
      } else {
        pages.openAgain();
      }
      place = entered;
      control.opened(snapshot);
      opened = true;
    } finally {
      if (!opened) {
        host.leaveSnapshots(entered);
      }
    }
  }

  private void checkWritable() {
    checkReadable();
    if (!writable()) {
      throw new MisuseException("the transaction is not writable yet");
    }
  }

  @Override
  public void makeWritable() {
    checkNotEnded();
    if (writable()) {
      return;
    }
    if (options.mode() == TransactionMode.READ_ONLY) {
      throw new ReadOnlyException("attempt to write in a read-only transaction", null);
    }
    host.checkWritable();
    if (options.mode() == TransactionMode.CONCURRENT && becomeConcurrentWriter()) {
      return;
    }
    if (place == NOWHERE) {
      becomeWriterAtHead();
    } else {
      upgrade();
    }
  }

  /** False in an auto-vacuum database, where a concurrent transaction is a plain one. */
  private boolean becomeConcurrentWriter() {
    if (place == NOWHERE) {
      return beginConcurrentlyAtHead();
    }
    checkReadable();
    if (PointerMap.isKept(pages)) {
      return false;
    }
    pages.becomeConcurrent();
    writesConcurrently = true;
    return true;
  }

  /**
   * Who begins with a change stands on the newest staged commit, like a plain writer, though it may
   * not be visible yet: with fewer commits between its snapshot and its own, less of it conflicts
   * and less is replayed. False, and still without a snapshot, in an auto-vacuum database: then it
   * may wait for the writer lock.
   */
  private boolean beginConcurrentlyAtHead() {
    int entered = host.enterSnapshots();
    boolean begun = false;
    try {
      Head head = host.openNewest(entered);
      byte[] page1 = host.read(1, head.commit(), head);
      if (DatabaseHeader.field(page1, DatabaseHeader.LARGEST_ROOT_OFFSET) != 0) {
        return false;
      }
      host.ownSnapshot(entered, limits);
      standOn(head, entered);
      pages.becomeConcurrent();
      writesConcurrently = true;
      begun = true;
      return true;
    } finally {
      if (!begun) {
        host.leaveSnapshots(entered);
      }
    }
  }

  private void standOn(Head head, int entered) {
    snapshot = head.commit();
    pages.open(snapshot, head.pageCount());
    control.opened(snapshot);
    place = entered;
    base = head;
  }

  private void becomeWriterAtHead() {
    host.writerLock().acquire(limits);
    int entered = NOWHERE;
    boolean done = false;
    try {
      host.checkWritable();
      entered = host.enterSnapshots();
      standOn(host.openNewest(entered), entered);
      control.writesAlone();
      holdsWriterLock = true;
      done = true;
    } finally {
      if (!done) {
        if (entered != NOWHERE) {
          host.leaveSnapshots(entered);
        }
        host.writerLock().release();
      }
    }
  }

  /** The pages that this transaction has not changed. */
  private final class Snapshots implements SnapshotReader {
    @Override
    public byte[] read(int page, long at) {
      return host.read(page, at, base);
    }

    @Override
    public KeyPlaces keyPlaces() {
      return host.keyPlaces();
    }

    @Override
    public int bareImages(int[] numbers, int count, byte[][] images) {
      return base == null ? host.bareImages(numbers, count, images) : 0;
    }
  }

  /** A reader becomes the writer: only if nobody has committed since, and without waiting. */
  private void upgrade() {
    checkCurrent();
    try {
      host.writerLock().acquire(AT_ONCE);
    } catch (BusyException e) {
      checkCurrent();
      throw e;
    }
    boolean done = false;
    try {
      host.checkWritable();
      checkCurrent();
      base = host.head();
      control.writesAlone();
      holdsWriterLock = true;
      done = true;
    } finally {
      if (!done) {
        host.writerLock().release();
      }
    }
  }

  private void checkCurrent() {
    long newest = host.head().commit();
    if (newest != snapshot) {
      awaitWinner(newest);
      throw new SnapshotStaleException(
          "database is locked: the transaction has read commit "
              + snapshot
              + ", and commit "
              + newest
              + " came after it; roll back and begin again");
    }
  }

  /**
   * Waits for the force that makes the other's commit visible, which is under way: a transaction
   * begun again would else see the old state once more and lose to the same commit.
   */
  private void awaitWinner(long commit) {
    try {
      host.awaitVisible(commit, CallLimits.waiting(WINNER_PATIENCE));
    } catch (BusyException e) {
      // So slow a disk is waited for by the one who tries again.
    }
  }

  // ---- trees

  @Override
  public long createTree(TreeKind kind) {
    checkWritable();
    return trees.create(kind);
  }

  @Override
  public void dropTree(Tree tree) {
    checkWritable();
    trees.drop(tree);
  }

  @Override
  public boolean ownsCatalogue() {
    return holdsWriterLock && !writesConcurrently && !PointerMap.isKept(pages);
  }

  @Override
  public long clearTree(Tree tree) {
    checkWritable();
    if (writesConcurrently && tree.id() == Tree.CATALOG_ID) {
      throw new UnsupportedException("clearing the catalogue inside a concurrent transaction");
    }
    return trees.clear(tree);
  }

  @Override
  public long count(Tree tree) {
    checkReadable();
    return trees.count(tree, limits);
  }

  @Override
  public Cursor open(Tree tree, boolean write) {
    if (write) {
      checkWritable();
    } else {
      checkReadable();
    }
    return trees.openFollowed(tree, write);
  }

  // ---- rowids

  @Override
  public long allocateRowid(Tree.Table table) {
    checkWritable();
    return trees.rowids().allocate(table);
  }

  @Override
  public int allocateRowids(Tree.Table table, long[] rowids, int count) {
    checkWritable();
    return trees.rowids().allocate(table, rowids, count);
  }

  @Override
  public long allocateRowid(Tree.Table table, AutoIncrement sequence) {
    checkWritable();
    return trees.rowids().allocate(table, sequence, encoding());
  }

  @Override
  public void recordRowid(AutoIncrement sequence, long rowid) {
    checkWritable();
    control.recordingSequence(sequence, rowid);
    try {
      trees.rowids().record(sequence, rowid, encoding());
    } finally {
      control.sequenceRecorded();
    }
  }

  // ---- metadata

  private static int offsetOf(Metadata field) {
    return switch (field) {
      case SCHEMA_COOKIE -> DatabaseHeader.SCHEMA_COOKIE_OFFSET;
      case SCHEMA_FORMAT -> DatabaseHeader.SCHEMA_FORMAT_OFFSET;
      case DEFAULT_CACHE_SIZE -> DatabaseHeader.DEFAULT_CACHE_SIZE_OFFSET;
      case USER_VERSION -> DatabaseHeader.USER_VERSION_OFFSET;
      case APPLICATION_ID -> DatabaseHeader.APPLICATION_ID_OFFSET;
    };
  }

  @Override
  public int metadata(Metadata field) {
    checkReadable();
    control.readingMetadata(field);
    return pages.settings().get(pages.read(1), offsetOf(field));
  }

  @Override
  public void setMetadata(Metadata field, int value) {
    checkWritable();
    control.settingMetadata(field, value);
    if (writesConcurrently) {
      pages.settings().set(offsetOf(field), value);
    } else {
      DatabaseHeader.setField(pages.write(1, PageRole.NONE), offsetOf(field), value);
    }
  }

  /** Gives back free pages at the end of the database with the commit. */
  public void releaseFreeSpace() {
    checkWritable();
    if (writesConcurrently) {
      throw new UnsupportedException("giving back space inside a concurrent transaction");
    }
    trees.settle();
    pages.cutTail();
  }

  /** Whether and when free pages are given back; see {@link Facets.AutoVacuum}. */
  public Facets.AutoVacuum.Mode autoVacuum() {
    checkReadable();
    return AutoVacuum.mode(pages);
  }

  /** Sets it; see {@link Facets.AutoVacuum}. */
  public boolean setAutoVacuum(Facets.AutoVacuum.Mode mode) {
    checkWritable();
    return !writesConcurrently && AutoVacuum.setMode(pages, mode);
  }

  /** Gives free pages back now, in an auto-vacuum database; see {@link Facets.AutoVacuum}. */
  public void vacuum(int most) {
    checkWritable();
    if (!writesConcurrently) {
      trees.shrink(most);
    }
  }

  /** Pages in the database as this transaction sees it. */
  public int pageCount() {
    checkReadable();
    trees.settle();
    return pages.pageCount();
  }

  /** Free pages as this transaction sees them. */
  public int freePageCount() {
    checkReadable();
    trees.settle();
    return DatabaseHeader.field(pages.read(1), DatabaseHeader.FREELIST_COUNT_OFFSET);
  }

  /** Checks the whole database; see {@link org.braiddb.storage.Facets.IntegrityCheck}. */
  public long[] check(List<Tree> declared, int maximumErrors, Consumer<String> finding) {
    checkReadable();
    return trees.check(declared, maximumErrors, finding);
  }

  // ---- savepoints

  @Override
  public int savepoint() {
    checkNotEnded();
    trees.settle();
    int handle = pages.savepoint();
    control.savepoint(handle);
    return handle;
  }

  @Override
  public void rollbackTo(int savepoint) {
    checkSavepoint(savepoint);
    trees.rollingBackTo(savepoint);
    pages.rollbackTo(savepoint);
    control.rolledBackTo(savepoint);
  }

  @Override
  public void release(int savepoint) {
    checkSavepoint(savepoint);
    pages.release(savepoint);
    control.released(savepoint);
  }

  private void checkSavepoint(int savepoint) {
    checkNotEnded();
    if (!pages.isOpen(savepoint)) {
      throw new MisuseException("no open savepoint " + savepoint);
    }
  }

  // ---- claims

  @Override
  public void requireRow(Tree.Table parent, long rowid) {
    checkReadable();
    control.requireRow(parent, rowid);
  }

  @Override
  public void requireKey(Tree parent, SearchKey key) {
    checkReadable();
    control.requireKey(parent, key);
  }

  @Override
  public void changeDefinition(String objectName) {
    checkWritable();
    control.changeDefinition(objectName);
  }

  @Override
  public void readDefinitions() {
    checkReadable();
    control.readDefinitions();
  }

  // ---- the end

  @Override
  public long commit() {
    checkNotEnded();
    host.checkOpen();
    refuseAfterConflict();
    trees.settle();
    if (writesConcurrently && pages.changed()) {
      return commitConcurrently();
    }
    Head head = base;
    if (head == null || !pages.changed()) {
      long result = head == null && place == NOWHERE ? 0 : snapshot;
      close();
      if (head != null) {
        // What it has read may not be visible to others yet, and may still fail.
        host.awaitOutcome(head);
      }
      return result;
    }
    host.initializeFile();
    AutoVacuum.beforeCommit(pages);
    return publish(pages, head);
  }

  private void refuseAfterConflict() {
    ConflictException met = failure != null ? failure : control.conflict();
    if (met != null) {
      throw met;
    }
  }

  private long commitConcurrently() {
    Prepared ready = prepared == null ? prepare() : prepared;
    prepared = null;
    try {
      return publish(ready.pages(), ready.head());
    } finally {
      host.leaveSnapshots(ready.place());
    }
  }

  @Override
  public void prepareCommit() {
    checkNotEnded();
    host.checkOpen();
    refuseAfterConflict();
    trees.settle();
    if (writesConcurrently && pages.changed() && prepared == null) {
      prepared = prepare();
    }
  }

  @Override
  public void withdrawCommit() {
    Prepared ready = prepared;
    if (ready != null) {
      prepared = null;
      host.leaveSnapshots(ready.place());
      releaseWriterLock();
    }
  }

  private Prepared prepare() {
    try {
      Prepared ready =
          new ConcurrentCommit(host, control, pages, trees, base, limits, new Spilling(host))
              .prepare();
      holdsWriterLock = true;
      return ready;
    } catch (ConflictException e) {
      failure = e;
      control.lost(e);
      throw e;
    }
  }

  private long publish(TransactionPages changed, Head head) {
    boolean committed = false;
    try {
      List<PageVersion> versions = changed.toVersions();
      long number =
          host.commit(
              versions,
              changed.pageCount(),
              head,
              options.durability(),
              staged -> {
                control.staged(staged, numbersOf(versions));
                releaseWriterLock();
                // It reads no more, and must not keep from starting over the log that it waits for.
                giveSnapshotBack();
              });
      committed = true;
      return number;
    } finally {
      // Once staged, the arrays may be published: whatever came of it, nobody writes them any more.
      close();
      if (committed) {
        host.committed();
      }
    }
  }

  private static int[] numbersOf(List<PageVersion> versions) {
    int[] numbers = new int[versions.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = versions.get(i).page();
    }
    return numbers;
  }

  private void releaseWriterLock() {
    if (holdsWriterLock) {
      holdsWriterLock = false;
      host.writerLock().release();
    }
  }

  // ---- resting

  @Override
  public boolean rest() {
    checkNotEnded();
    if (options.mode() != TransactionMode.READ_ONLY
        || control != TransactionControl.NONE
        || pages.hasSavepoints()
        || trees.size() > MOST_RESTING_TREES) {
      return false;
    }
    trees.rest();
    pages.rest();
    giveSnapshotBack();
    resting = true;
    host.transactionEnded(counted);
    return true;
  }

  @Override
  public boolean resume(long newAtLeast) {
    if (closed || !resting) {
      throw new MisuseException("the transaction does not rest");
    }
    counted = host.transactionBegan();
    try {
      if (host.admitsTransactions()) {
        resting = false;
        atLeast = newAtLeast;
        takeSnapshot();
      }
    } finally {
      if (place == NOWHERE) {
        resting = true;
        host.transactionEnded(counted);
      }
    }
    return !resting;
  }

  private void giveSnapshotBack() {
    if (place != NOWHERE) {
      host.leaveSnapshots(place);
      place = NOWHERE;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    withdrawCommit();
    closed = true;
    trees.close();
    pages.clear();
    pages.closeSpillFile();
    giveSnapshotBack();
    releaseWriterLock();
    control.ended();
    if (!resting) {
      host.transactionEnded(counted);
    }
  }
}
