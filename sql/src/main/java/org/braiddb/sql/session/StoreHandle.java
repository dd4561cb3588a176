package org.braiddb.sql.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CancelledException;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.UnsupportedException;
import org.jspecify.annotations.Nullable;

/**
 * The one open store of a database, shared by the connections of the process, and the newest schema
 * that was read from it. Safe for use by any thread.
 *
 * <p>The store changes when another engine adopts the database. Invariant: no transaction is begun
 * while that happens, so that none is begun on a store that was given away.
 */
final class StoreHandle {
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private volatile Store store;
  private volatile @Nullable SchemaCatalog sharedCatalog;

  StoreHandle(Store store) {
    this.store = store;
  }

  Store store() {
    return store;
  }

  String journalMode() {
    return store.engine().journalMode();
  }

  /** The newest schema that a connection without collations of its own has read, if any has. */
  @Nullable SchemaCatalog sharedCatalog() {
    return sharedCatalog;
  }

  void shareCatalog(SchemaCatalog catalog) {
    sharedCatalog = catalog;
  }

  Transaction begin(TransactionOptions options, CallLimits limits) {
    acquire(gate.readLock(), limits);
    try {
      return store.begin(options, limits);
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Hands the database over to another engine.
   *
   * @throws UnsupportedException where the engine is of another family
   * @throws BusyException where transactions are still open at the deadline
   */
  void switchTo(StorageEngine engine, CallLimits limits) {
    acquire(gate.writeLock(), limits);
    try {
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
      Handover handover = old.detach(limits);
      store = adopt(engine, oldEngine, handover);
      sharedCatalog = null;
    } finally {
      gate.writeLock().unlock();
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

  private static void acquire(java.util.concurrent.locks.Lock lock, CallLimits limits) {
    try {
      if (!lock.tryLock() && !lock.tryLock(limits.waitNanos(), TimeUnit.NANOSECONDS)) {
        throw new BusyException("database is locked");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted");
    }
  }
}
