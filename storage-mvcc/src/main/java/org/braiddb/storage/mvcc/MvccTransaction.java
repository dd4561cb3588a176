package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.concurrency.ConflictReport;
import org.braiddb.storage.file.concurrency.PageBitmap;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/** What one transaction claims, and what becomes of it at COMMIT. */
final class MvccTransaction implements TransactionControl {
  private static final byte[] NO_RECORD = {};

  /** After how many bytes of new claims, at most, their size is added up. */
  private static final long SIZE_CHECK_BYTES = 32 << 10;

  /** Below, the writer lock is held so shortly that validating twice costs more. */
  private static final long WORTH_VALIDATING_AHEAD_BYTES = 2 << 10;

  /** So many entries of an index that are added at once are not recorded one by one. */
  private static final int MANY_ENTRIES = 1000;

  /** With more claims than these, hundreds of rows or more, replaying takes about a millisecond. */
  private static final long WORTH_REPLAYING_AHEAD_BYTES = 16 << 10;

  private final MvccControl control;
  private final boolean serializable;
  private final long sizeCheckBytes;
  private final ClaimLog log = new ClaimLog();
  private final SequenceClaims sequences = new SequenceClaims(log);

  /** In the order of their first use; few. */
  private final List<TreeClaims> trees = new ArrayList<>(4);

  /** The ids of trees that it has made as a plain writer. */
  private final Set<Long> made = new HashSet<>(0);

  private final Set<String> definitions = new HashSet<>(0);
  private final EnumSet<Metadata> numbers = EnumSet.noneOf(Metadata.class);
  private final EnumSet<Metadata> numbersRead = EnumSet.noneOf(Metadata.class);
  private final List<RowidAllocator.Ends> rowidTrees = new ArrayList<>(2);
  private final StatementCheck statements;
  private boolean definitionsRead;
  private boolean alone;
  private long snapshot;
  private long unchecked;
  private long validatedThrough;
  private @Nullable ConflictException conflict;

  MvccTransaction(MvccControl control, TransactionOptions options) {
    this.control = control;
    this.sizeCheckBytes = Math.min(SIZE_CHECK_BYTES, control.transactionBytes() / 8);
    this.serializable = options.isolation() == IsolationLevel.SERIALIZABLE;
    this.alone = options.mode() != TransactionMode.CONCURRENT;
    this.statements =
        new StatementCheck(this, control.history(), control.names(), control.conflicts());
  }

  // ---- what the claims ask

  /** Whether it cannot lose: a plain writer, or one that only reads so far. */
  boolean isAlone() {
    return alone;
  }

  /** Whether the ranges that it reads are validated. */
  boolean validatesReads() {
    return serializable && !alone;
  }

  long snapshot() {
    return snapshot;
  }

  StatementCheck statements() {
    return statements;
  }

  ClaimLog log() {
    return log;
  }

  SequenceClaims sequences() {
    return sequences;
  }

  /** The objects, by their folded names, whose definition it changes. */
  Set<String> definitions() {
    return definitions;
  }

  boolean changesDefinition(String name) {
    return definitions.contains(NamedClaims.fold(name));
  }

  /** Whether it has looked at definitions as such, and reads are validated. */
  boolean hasReadDefinitions() {
    return definitionsRead;
  }

  /** The numbers kept with the database that it sets and that are not merged. */
  Set<Metadata> numbersSet() {
    return numbers;
  }

  /** Those of them that it has read, where reads are validated. */
  Set<Metadata> numbersRead() {
    return numbersRead;
  }

  /** A statement has met a conflict: from now on it can only be rolled back. */
  ConflictException met(ConflictException cause) {
    lost(cause);
    return cause;
  }

  @Override
  public void lost(ConflictException cause) {
    conflict = cause;
    ConflictReport.send(control.description(), snapshot, cause, "");
  }

  /** New claims were made on a tree; where all become too many, its keys are given up. */
  void grew(TreeClaims claims, int bytes) {
    unchecked += bytes;
    if (unchecked > sizeCheckBytes) {
      unchecked = 0;
      if (isTooLarge()) {
        trees.forEach(TreeClaims::settle);
        if (isTooLarge()) {
          claims.coarsen();
        }
      }
    }
  }

  private boolean isTooLarge() {
    long size = log.sizeBytes();
    for (TreeClaims each : trees) {
      size += each.sizeBytes();
    }
    return size > control.transactionBytes();
  }

  // ---- life cycle

  @Override
  public void opened(long commit) {
    snapshot = commit;
  }

  @Override
  public void writesAlone() {
    alone = true;
  }

  @Override
  public @Nullable ConflictException conflict() {
    return conflict;
  }

  @Override
  public TreeControl tree(Tree tree) {
    return tree.id() >= FIRST_PRIVATE_TREE ? TreeControl.NONE : claimsOn(tree);
  }

  private TreeClaims claimsOn(Tree tree) {
    int index = indexOf(tree.id());
    if (index >= 0) {
      TreeClaims found = trees.get(index);
      if (found.tree().equals(tree) || found.ordering().agreesWith(KeyOrdering.of(tree))) {
        return found;
      }
      // The root of a tree that was dropped here is that of another now: all of both counts.
      TreeClaims claims = new TreeClaims(tree, this);
      claims.changes().becomeEverything();
      claims.touched().addAll(found.touched());
      trees.set(index, claims);
      return claims;
    }
    TreeClaims claims = new TreeClaims(tree, this);
    if (made.contains(tree.id())) {
      claims.changes().becomeEverything(); // nobody else has any of its rows
    }
    trees.add(claims);
    return claims;
  }

  @Override
  public void treeMade(long id) {
    made.add(id);
  }

  private int indexOf(long tree) {
    int index = trees.size() - 1;
    while (index >= 0 && trees.get(index).tree().id() != tree) {
      index--;
    }
    return index;
  }

  // ---- claims outside rows

  @Override
  public void requireRow(Tree.Table parent, long rowid) {
    if (parent.id() < FIRST_PRIVATE_TREE) {
      require(claimsOn(parent), rowid, NO_RECORD);
    }
  }

  @Override
  public void requireKey(Tree parent, SearchKey key) {
    if (parent.id() < FIRST_PRIVATE_TREE) {
      TreeClaims claims = claimsOn(parent);
      KeyMaker maker = claims.keyMaker();
      require(claims, maker.prefix(key), maker.record(key));
    }
  }

  private void require(TreeClaims claims, Object key, byte[] record) {
    if (claims.require(key, record)) {
      statements.checkRequire(claims, key, record);
    }
  }

  @Override
  public void changeDefinition(String objectName) {
    String folded = NamedClaims.fold(objectName);
    if (definitions.contains(folded)) {
      return;
    }
    statements.checkDefinition(folded);
    definitions.add(folded);
    log.push(() -> definitions.remove(folded));
  }

  @Override
  public void readDefinitions() {
    definitionsRead |= validatesReads();
  }

  @Override
  public void settingMetadata(Metadata field, int value) {
    if (isClaimed(field) && numbers.add(field)) {
      log.push(() -> numbers.remove(field));
    }
  }

  @Override
  public void readingMetadata(Metadata field) {
    if (validatesReads() && isClaimed(field)) {
      numbersRead.add(field);
    }
  }

  private static boolean isClaimed(Metadata field) {
    return field != Metadata.SCHEMA_COOKIE && field != Metadata.SCHEMA_FORMAT;
  }

  @Override
  public long allocateRowid(Tree.Table table, long next) {
    if (table.id() >= FIRST_PRIVATE_TREE || table.id() == Tree.CATALOG_ID) {
      return next;
    }
    long free = next;
    if (!alone && control.history().hasNewsFor(snapshot)) {
      long taken = control.history().largestRowid(claimsOn(table).changes(), next, snapshot);
      if (taken == Long.MAX_VALUE) {
        return NO_ROWID;
      }
      free = Math.max(next, taken + 1);
    }
    return control.rowids().allocate(rowidsOf(table.id()), free, snapshot);
  }

  private RowidAllocator.Ends rowidsOf(long tree) {
    for (int i = 0; i < rowidTrees.size(); i++) {
      if (rowidTrees.get(i).tree() == tree) {
        return rowidTrees.get(i);
      }
    }
    RowidAllocator.Ends joined = control.rowids().join(tree, this);
    rowidTrees.add(joined);
    return joined;
  }

  @Override
  public void recordingSequence(AutoIncrement sequence, long rowid) {
    sequences.begin(sequence, rowid);
  }

  @Override
  public void sequenceRecorded() {
    sequences.end();
  }

  // ---- savepoints

  @Override
  public void savepoint(int handle) {
    log.mark(handle);
  }

  @Override
  public void rolledBackTo(int handle) {
    log.rollbackTo(handle);
  }

  @Override
  public void released(int handle) {
    log.release(handle);
  }

  // ---- the end

  /** The commit up to which its keys are known to clash with none; its snapshot at least. */
  long validatedThrough() {
    return Math.max(snapshot, validatedThrough);
  }

  @Override
  public boolean committing() {
    validatedThrough = snapshot;
    long size = 0;
    boolean slow = false;
    for (TreeClaims claims : trees) {
      claims.keep();
      size += claims.sizeBytes();
      slow |= claims.ordering() instanceof KeyOrdering.Collated && claims.isChanged();
    }
    if (slow || size > WORTH_VALIDATING_AHEAD_BYTES) {
      checkAhead();
    }
    return slow || size > WORTH_REPLAYING_AHEAD_BYTES;
  }

  @Override
  public List<Tree> validateAhead(long commit) {
    if (control.history().newest() < commit) {
      return List.of();
    }
    List<Tree> replayed = checkAhead();
    replayed.forEach(tree -> claimsOn(tree).moveTo(commit));
    return replayed;
  }

  private List<Tree> checkAhead() {
    long since = validatedThrough();
    long newest = control.history().newest();
    List<Tree> replayed = check();
    if (control.history().floor() <= since) {
      validatedThrough = newest; // nothing was forgotten while it was looked at
    }
    return replayed;
  }

  private List<Tree> check() {
    try {
      return new CommitCheck(
              this, control.history(), control.names(), control.pages(), control.conflicts())
          .run(trees);
    } catch (ConflictException e) {
      conflict = e;
      throw e;
    }
  }

  @Override
  public List<Tree> validate(long head) {
    return check();
  }

  @Override
  public TreeControl replaying(Tree tree) {
    int index = indexOf(tree.id());
    return index < 0 ? TreeControl.NONE : trees.get(index).replaying();
  }

  @Override
  public void replay(Tree tree, Cursor from, Cursor to) {
    TreeClaims claims = trees.get(indexOf(tree.id()));
    Replay replay = new Replay(claims, from, to);
    replay.rows();
    replay.sequences(sequences, control.encoding());
  }

  @Override
  public void staged(long commit, int[] written) {
    // The history comes last: who finds the commit there finds the rest of it too.
    for (TreeClaims claims : trees) {
      if (claims.isChanged() && !claims.isCatalog()) {
        CommitCheck.namesOf(claims.tree())
            .forEach(name -> control.names().rowsChanged(NamedClaims.fold(name), commit));
      }
      touch(claims.touched(), commit);
    }
    definitions.forEach(name -> control.names().definitionChanged(name, commit));
    numbers.forEach(field -> control.names().numberSet(field, commit));
    control.rowids().committed(rowidTrees, commit);
    try {
      control.history().record(commit, recorder -> record(recorder, trees));
    } catch (RuntimeException e) {
      // An application's collation has failed, but the commit is made: claim whole trees instead.
      control.history().record(commit, this::recordEverything);
    }
    control.prune();
  }

  private void recordEverything(CommitHistory.Recorder recorder) {
    for (TreeClaims claims : trees) {
      if (claims.isChanged()) {
        recorder.everythingChanged(claims.changes());
      }
      if (claims.required() != null) {
        recorder.required(claims.changes(), null);
      }
    }
  }

  private void record(CommitHistory.Recorder recorder, Collection<TreeClaims> all) {
    for (TreeClaims claims : all) {
      if (addsMany(claims)) {
        recorder.entriesAdded(claims.changes());
      } else if (claims.isEverythingChanged()) {
        recorder.everythingChanged(claims.changes());
      } else if (!claims.isCatalog() && control.isKeptWhole(claims.changes())) {
        recorder.changed(claims.changes());
      } else if (control.isTooLarge(claims.changes())) {
        recorder.everythingChanged(claims.changes());
      } else {
        claims
            .changes()
            .forEachRange((low, high, record, state) -> {
              if (claims.isCatalog() && !NetChange.before(state)) {
                return; // a new schema object, which its name stands for
              }
              if (low instanceof Long first && high instanceof Long last && first < last) {
                recorder.changed(claims.changes(), first, last, NetChange.now(state));
              } else {
                recorder.changed(claims.changes(), low, NetChange.now(state));
              }
            });
      }
      sequences
          .mergedIn(claims.tree())
          .forEach(row -> recorder.changed(claims.changes(), row, true));
      RequiredKeys required = claims.required();
      if (required != null) {
        if (required.isEverything()) {
          recorder.required(claims.changes(), null);
        }
        required.forEach((key, record) -> recorder.required(claims.changes(), key));
      }
    }
  }

  private static boolean addsMany(TreeClaims claims) {
    return claims.tree() instanceof Tree.Index index
        && index.uniqueColumns() == 0
        && claims.changes() instanceof RecordChanges entries
        && entries.keyBound() >= MANY_ENTRIES
        && entries.onlyAdds();
  }

  private void touch(PageBitmap touched, long commit) {
    TouchedPages pages = control.pages();
    touched.findFirst(page -> {
      if (pages.isFull()) {
        pages.makeRoom(control.horizon());
      }
      pages.touched(page, commit);
      return false;
    });
  }

  @Override
  public void ended() {
    if (!rowidTrees.isEmpty()) {
      control.rowids().ended(rowidTrees, this);
    }
  }
}
