package org.braiddb.sql.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.program.ConflictDiary;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CancelledException;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.UnsupportedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one open store of a database, shared by the connections of the process, and what belongs to
 * the database whatever engine governs it: the newest schema that was read, the conflicts that were
 * counted. Safe for use by any thread.
 *
 * <p>The store changes when another engine adopts the database. Invariant: no transaction is begun
 * while that happens, so that none is begun on a store that was given away.
 */
final class StoreHandle {
  private static final Logger LOGGER = LoggerFactory.getLogger(StoreHandle.class);

  /** Between looks at whether the wait was cancelled. */
  private static final long SLICE_NANOS = 20_000_000;

  private static final AtomicLong LAST_NUMBER = new AtomicLong();

  private final long number = LAST_NUMBER.incrementAndGet();

  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  /** How many wait for {@link #gate} to switch: new transactions queue up behind them. */
  private final AtomicInteger switching = new AtomicInteger();

  private final ConflictDiary conflicts = new ConflictDiary();
  private volatile Store store;
  private volatile @Nullable Shared shared;
  private volatile boolean sharesCatalog = true;

  /** A schema and the store that it is true of. */
  private record Shared(Store store, SchemaCatalog catalog) {}

  StoreHandle(Store store) {
    this.store = store;
  }

  /** Different for every handle of the process. */
  long number() {
    return number;
  }

  Store store() {
    return store;
  }

  String journalMode() {
    return store.engine().journalMode();
  }

  /** The conflicts of this database's transactions. */
  ConflictDiary conflicts() {
    return conflicts;
  }

  /** The newest schema that a connection without collations of its own has read, if any has. */
  @Nullable SchemaCatalog sharedCatalog() {
    Shared present = shared;
    return sharesCatalog && present != null && present.store() == store ? present.catalog() : null;
  }

  /**
   * Lets other connections have a schema.
   *
   * @param from what it was read from or committed to, which may not be the store any more
   */
  void shareCatalog(Store from, SchemaCatalog catalog) {
    if (sharesCatalog) {
      shared = new Shared(from, catalog);
    }
  }

  /** Whether the cookie tells which schema there is. */
  boolean sharesCatalog() {
    return sharesCatalog;
  }

  /**
   * The schema has changed: another one that may come to have this one's cookie is not this one.
   */
  void forgetSharedCatalog() {
    shared = null;
  }

  /** From now on every connection reads the catalogue itself: the cookie does not tell enough. */
  void stopSharingCatalog() {
    sharesCatalog = false;
    forgetSharedCatalog();
  }

  /**
   * Begins a transaction.
   *
   * @param options is given the engine that governs the database when the transaction begins
   */
  Transaction begin(Function<StorageEngine, TransactionOptions> options, CallLimits limits) {
    acquire(gate.readLock(), limits, switching.get() == 0);
    try {
      Store present = store;
      return present.begin(options.apply(present.engine()), limits);
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Hands the database over to another engine. New transactions are held back meanwhile, open ones
   * waited for.
   *
   * @throws UnsupportedException where the engine is of another family
   * @throws BusyException where transactions are still open when the wait is over; nothing changes
   */
  void switchTo(StorageEngine engine, CallLimits limits) {
    if (!journalMode().equals(engine.journalMode())) {
      alone(rest -> switchAlone(engine, rest), limits);
    }
  }

  /**
   * Does something to the store while nobody begins a transaction. Whatever it waits for, all takes
   * no longer than the limits allow for one wait.
   */
  private void alone(Consumer<CallLimits> action, CallLimits limits) {
    long begun = System.nanoTime();
    switching.incrementAndGet();
    try {
      acquire(gate.writeLock(), limits, false);
    } finally {
      switching.decrementAndGet();
    }
    try {
      action.accept(limits.restSince(begun));
    } finally {
      gate.writeLock().unlock();
    }
  }

  private void switchAlone(StorageEngine engine, CallLimits limits) {
    Store old = store;
    StorageEngine oldEngine = old.engine();
    if (oldEngine.journalMode().equals(engine.journalMode())) {
      return;
    }
    if (!oldEngine.family().equals(engine.family())) {
      throw new UnsupportedException(
          "cannot change journal mode from "
              + oldEngine.journalMode()
              + " to "
              + engine.journalMode()
              + ": they store databases differently ("
              + oldEngine.family()
              + ", "
              + engine.family()
              + ")");
    }
    String place = old.location().display();
    Handover handover = old.detach(limits);
    store = adopt(engine, oldEngine, handover);
    forgetSharedCatalog();
    LOGGER.info(
        "{}: journal mode {} instead of {}", place, engine.journalMode(), oldEngine.journalMode());
  }

  /**
   * Opens a database for writing that was opened read-only, once its transactions have ended.
   *
   * @throws BusyException where transactions are still open at the deadline
   * @throws StorageException where it cannot be written; it stays open as it was
   */
  void makeWritable(StoreOptions options, CallLimits limits) {
    if (store.readOnly()) {
      alone(rest -> reopen(options, rest), limits);
    }
  }

  private void reopen(StoreOptions options, CallLimits limits) {
    Store old = store;
    if (!old.readOnly()) {
      return;
    }
    StorageEngine engine = old.engine();
    engine.adopt(old.detach(limits)).close();
    try {
      store = engine.open(old.location(), options);
    } catch (StorageException failure) {
      reopenReadOnly(engine, old.location(), options, failure);
      throw failure;
    }
    forgetSharedCatalog();
  }

  private void reopenReadOnly(
      StorageEngine engine,
      StoreLocation location,
      StoreOptions options,
      StorageException failure) {
    try {
      store = engine.open(location, options.withReadOnly(true));
    } catch (StorageException e) {
      failure.addSuppressed(e);
    }
  }

  private Store adopt(StorageEngine engine, StorageEngine oldEngine, Handover handover) {
    try {
      return engine.adopt(handover);
    } catch (StorageException failure) {
      try {
        store = oldEngine.adopt(handover);
      } catch (StorageException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }

  /**
   * Takes a side of the gate.
   *
   * @param atOnce whether to overtake who is waiting: then begins cost next to nothing
   */
  private static void acquire(Lock lock, CallLimits limits, boolean atOnce) {
    if (atOnce && lock.tryLock()) {
      return;
    }
    long deadline = System.nanoTime() + limits.waitNanos();
    try {
      long left = Math.max(0, limits.waitNanos());
      while (!lock.tryLock(Math.min(left, SLICE_NANOS), TimeUnit.NANOSECONDS)) {
        limits.checkCancelled();
        left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new BusyException("database is locked: its journal mode is being switched");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted");
    }
  }
}
