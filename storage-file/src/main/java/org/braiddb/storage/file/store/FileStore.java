package org.braiddb.storage.file.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Handover;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.commit.CommitPipeline;
import org.braiddb.storage.file.commit.Head;
import org.braiddb.storage.file.concurrency.ConcurrencyControl;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.KeyPlaces;
import org.braiddb.storage.file.transaction.FileTransaction;
import org.braiddb.storage.file.transaction.PageFormat;
import org.braiddb.storage.file.transaction.TransactionHost;
import org.braiddb.storage.file.transaction.WriterLock;
import org.braiddb.storage.record.TextEncoding;

/** An open database file under the strategy of one engine. */
final class FileStore implements Store, TransactionHost, StoreView {
  private static final long POLL_NANOS = 500_000;

  private final FileStorageEngine engine;
  private final StoreLocation location;
  private final OpenDatabase database;
  private final LongSupplier visible;
  private final LongSupplier newest;
  private final CheckpointThread checkpoints;
  private final ConcurrencyControl concurrency;
  private final OpenTransactions openTransactions = new OpenTransactions();
  private volatile boolean closed;
  private volatile boolean held;
  private volatile int maximumPageCount = MAXIMUM_PAGE_COUNT;

  FileStore(FileStorageEngine engine, StoreLocation location, OpenDatabase database) {
    this.engine = engine;
    this.location = location;
    this.database = database;
    CommitPipeline pipeline = database.pipeline;
    this.visible = pipeline::visible;
    this.newest = () -> pipeline.head().commit();
    this.checkpoints =
        new CheckpointThread(
            database.path,
            database.checkpointer,
            database.snapshots,
            location instanceof StoreLocation.File ? CheckpointThread.REST_NANOS : 0);
    this.concurrency = engine.concurrencyControl(this);
    pipeline.setTakenBackListener(concurrency::takenBack);
  }

  // ---- the store

  @Override
  public StorageEngine engine() {
    return engine;
  }

  @Override
  public StoreLocation location() {
    return location;
  }

  @Override
  public boolean readOnly() {
    return database.readOnly;
  }

  @Override
  public Transaction begin(TransactionOptions options, CallLimits limits) {
    checkOpen();
    if (options.mode() == TransactionMode.CONCURRENT
        && !engine.capabilities().concurrentTransactions()) {
      throw new UnsupportedException(
          "concurrent transactions are not part of journal mode " + engine.journalMode());
    }
    int counted = enter(limits);
    try {
      return new FileTransaction(this, options, limits);
    } finally {
      transactionEnded(counted); // it has counted itself
    }
  }

  /**
   * Counts a transaction that is about to begin. It is counted before it looks whether a handover
   * is under way, which looks at the count after it has said so: one of them sees the other.
   */
  private int enter(CallLimits limits) {
    while (true) {
      awaitRelease(limits);
      int counted = transactionBegan();
      if (admitsTransactions()) {
        return counted;
      }
      transactionEnded(counted);
      checkOpen();
    }
  }

  /** Waits while a handover holds new transactions back. */
  private void awaitRelease(CallLimits limits) {
    if (!held) {
      return;
    }
    long deadline = System.nanoTime() + limits.waitNanos();
    while (held) {
      if (System.nanoTime() - deadline >= 0) {
        throw new BusyException("database is locked: its journal mode is being switched");
      }
      pause();
      checkOpen();
    }
  }

  private void pause() {
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(this, POLL_NANOS);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long visibleCommit() {
    checkOpen();
    return database.pipeline.visible();
  }

  @Override
  public void awaitVisible(long commit, CallLimits limits) {
    checkOpen();
    database.pipeline.awaitVisible(commit, limits);
  }

  @Override
  public <F> Optional<F> facet(Class<F> facet) {
    return StoreFacets.find(this, facet);
  }

  @Override
  public Handover detach(CallLimits limits) {
    checkOpen();
    held = true;
    boolean detached = false;
    try {
      long deadline = System.nanoTime() + limits.waitNanos();
      while (openTransactions.count() > 0) {
        limits.checkCancelled();
        if (System.nanoTime() - deadline >= 0) {
          throw new BusyException(
              "database is locked: " + openTransactions.count() + " transactions are still open");
        }
        pause();
      }
      checkpoints.close();
      if (!database.readOnly) {
        database.checkpointer.run(Facets.CheckpointMode.FULL, limits);
      }
      closed = true;
      detached = true;
      return new FileHandover(location, database);
    } finally {
      held = false;
      if (!detached) {
        checkpoints.restart();
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    checkpoints.close();
    database.close();
  }

  OpenDatabase database() {
    return database;
  }

  /** Where the engine's files are, also for a store in memory. */
  FileSystem engineFiles() {
    return engine.fileSystem();
  }

  CheckpointThread checkpoints() {
    return checkpoints;
  }

  // ---- what the strategy needs

  @Override
  public String description() {
    return database.path;
  }

  @Override
  public int pageSize() {
    return database.format.pageSize();
  }

  @Override
  public TextEncoding encoding() {
    return database.format.encoding();
  }

  @Override
  public long visible() {
    return database.pipeline.visible();
  }

  @Override
  public long horizon() {
    return database.snapshots.horizon(database.pipeline.visible());
  }

  @Override
  public byte[] page(int page, long commit) {
    return database.read(page, commit);
  }

  // ---- what transactions need

  @Override
  public ConcurrencyControl concurrency() {
    return concurrency;
  }

  @Override
  public PageFormat format() {
    return database.format;
  }

  @Override
  public int bareImages(int[] pages, int count, byte[][] images) {
    return database.bareImages(pages, count, images);
  }

  @Override
  public KeyPlaces keyPlaces() {
    return database.cache.keyPlaces();
  }

  @Override
  public byte[] read(int page, long commit) {
    return database.read(page, commit);
  }

  @Override
  public long transactionBytes() {
    return database.cache.budgetBytes();
  }

  @Override
  public int maximumPageCount() {
    return maximumPageCount;
  }

  void setMaximumPageCount(int pages) {
    maximumPageCount = pages;
  }

  @Override
  public FileHandle openTemporary() {
    try {
      return database.files.openTemporary();
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.CANTOPEN, "a temporary file cannot be opened: " + e, e);
    }
  }

  @Override
  public long lastChange(int page) {
    PageVersion newest = database.cache.table().newest(page);
    return newest == null ? 0 : newest.commit();
  }

  @Override
  public void readerRuns() {
    database.pipeline.readerRuns();
  }

  @Override
  public int enterSnapshots() {
    return database.snapshots.enter();
  }

  @Override
  public long openVisible(int place) {
    return database.snapshots.open(place, visible);
  }

  @Override
  public Head openNewest(int place) {
    while (true) {
      long opened = database.snapshots.open(place, newest);
      Head head = head();
      if (head.commit() == opened) {
        return head;
      }
    }
  }

  @Override
  public void ownSnapshot(int place, CallLimits owner) {
    database.snapshots.own(place, owner);
  }

  @Override
  public void leaveSnapshots(int place) {
    database.snapshots.leave(place);
  }

  @Override
  public int pageCountAt(long commit) {
    if (commit == OpenDatabase.FIRST_COMMIT) {
      return database.firstPageCount;
    }
    byte[] page1 = database.read(1, commit);
    return DatabaseHeader.pageCountIsValid(page1)
        ? DatabaseHeader.field(page1, DatabaseHeader.PAGE_COUNT_OFFSET)
        : database.firstPageCount;
  }

  @Override
  public Head head() {
    return database.pipeline.head();
  }

  @Override
  public WriterLock writerLock() {
    return database.writerLock;
  }

  @Override
  public void checkWritable() {
    checkOpen();
    if (database.readOnly) {
      throw new ReadOnlyException("attempt to write a readonly database: " + database.path, null);
    }
    database.pipeline.checkUsable();
  }

  @Override
  public void checkOpen() {
    if (closed) {
      throw new MisuseException("the store of " + database.path + " is closed");
    }
  }

  @Override
  public void initializeFile() {
    database.initialize();
  }

  @Override
  public long commit(
      List<PageVersion> versions,
      int pageCount,
      Head base,
      Durability durability,
      LongConsumer staged) {
    CommitPipeline.Staging staging = new CommitPipeline.Staging(versions, pageCount);
    return database.pipeline.commit(
        current -> {
          if (current.commit() != base.commit() || current.epoch() != base.epoch()) {
            throw CommitPipeline.failedBase(base);
          }
          return staging;
        },
        durability,
        number -> {
          staged.accept(number);
          // It may have been taken back before the strategy learned of it.
          if (database.pipeline.takenBackThrough() >= number) {
            concurrency.takenBack(number - 1, number);
          }
        });
  }

  @Override
  public void checkStands(Head base) {
    database.pipeline.checkStands(base);
  }

  @Override
  public void awaitOutcome(Head base) {
    database.pipeline.awaitOutcome(base);
  }

  @Override
  public void committed() {
    checkpoints.afterCommit();
  }

  @Override
  public int transactionBegan() {
    return openTransactions.began();
  }

  @Override
  public boolean admitsTransactions() {
    return !held && !closed;
  }

  @Override
  public void transactionEnded(int counted) {
    openTransactions.ended(counted);
  }
}
