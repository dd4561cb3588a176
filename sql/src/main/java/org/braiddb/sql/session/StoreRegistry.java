package org.braiddb.sql.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;

/**
 * The stores that are open in this process. Safe for use by any thread.
 *
 * <p>Invariant: there is at most one open store per database, however many connections use it and
 * however they spell its path; the last one to release it closes it. Two engines of one family mean
 * the same database by the same {@link StorageEngine#identify identity}.
 */
final class StoreRegistry {
  /** The registry of the process. */
  static final StoreRegistry PROCESS = new StoreRegistry();

  private record Key(String family, Object identity) {}

  /** A store and how many connections use it; guarded by its own lock. */
  private static final class Entry {
    final ReentrantLock lock = new ReentrantLock();
    int users;
    boolean removed;
    Optional<StoreHandle> handle = Optional.empty();
  }

  private final ReentrantLock mapLock = new ReentrantLock();
  private final Map<Key, Entry> entries = new HashMap<>();

  /** A connection's share in a store. Used by one thread. */
  final class Lease {
    private final Optional<Key> key;
    private final StoreHandle handle;
    private final StoreOptions options;
    private boolean released;

    private Lease(Optional<Key> key, StoreHandle handle, StoreOptions options) {
      this.key = key;
      this.handle = handle;
      this.options = options;
    }

    /** How the connection asked for the store to be opened. */
    StoreOptions options() {
      return options;
    }

    StoreHandle handle() {
      return handle;
    }

    /** Whether no other connection has a share in the store. */
    boolean isTheOnlyOne() {
      return key.isEmpty() || StoreRegistry.this.users(key.get()) == 1;
    }

    /** Gives the share back; the last one closes the store. A second call does nothing. */
    void release() {
      if (released) {
        return;
      }
      released = true;
      if (key.isEmpty()) {
        handle.store().close();
      } else {
        StoreRegistry.this.release(key.get());
      }
    }
  }

  /**
   * A share in the store of a database, which is opened where it is not open yet.
   *
   * @param requested the engine that must govern it; empty takes it as it is open
   * @param fallback the engine that opens it where none was requested
   */
  Lease acquire(
      StoreLocation location,
      StoreOptions options,
      Optional<StorageEngine> requested,
      StorageEngine fallback,
      CallLimits limits) {
    StorageEngine engine = requested.orElse(fallback);
    if (location instanceof StoreLocation.PrivateMemory) {
      return new Lease(Optional.empty(), new StoreHandle(engine.open(location, options)), options);
    }
    Key key = new Key(engine.family(), engine.identify(location, options));
    while (true) {
      Entry entry = entry(key);
      Lease lease;
      entry.lock.lock();
      try {
        if (entry.removed) {
          continue;
        }
        StoreHandle handle = openOrShare(entry, engine, location, options);
        entry.users++;
        lease = new Lease(Optional.of(key), handle, options);
      } finally {
        if (entry.users == 0 && !entry.removed) {
          discard(entry, key);
        }
        entry.lock.unlock();
      }
      adaptOrRelease(lease, options, requested, limits);
      return lease;
    }
  }

  /**
   * Not under the entry's lock: this may wait long, others open or close the database meanwhile.
   */
  private static void adaptOrRelease(
      Lease lease, StoreOptions options, Optional<StorageEngine> requested, CallLimits limits) {
    boolean adapted = false;
    long begun = System.nanoTime();
    try {
      if (!options.readOnly()) {
        lease.handle().makeWritable(options, limits);
      }
      requested.ifPresent(mode -> lease.handle().switchTo(mode, limits.restSince(begun)));
      adapted = true;
    } finally {
      if (!adapted) {
        lease.release();
      }
    }
  }

  private StoreHandle openOrShare(
      Entry entry, StorageEngine engine, StoreLocation location, StoreOptions options) {
    if (entry.handle.isPresent()) {
      return entry.handle.get();
    }
    StoreHandle handle = new StoreHandle(engine.open(location, options));
    entry.handle = Optional.of(handle);
    return handle;
  }

  private Entry entry(Key key) {
    mapLock.lock();
    try {
      return entries.computeIfAbsent(key, k -> new Entry());
    } finally {
      mapLock.unlock();
    }
  }

  private int users(Key key) {
    Entry entry = entry(key);
    entry.lock.lock();
    try {
      return entry.users;
    } finally {
      entry.lock.unlock();
    }
  }

  private void release(Key key) {
    Entry entry = entry(key);
    entry.lock.lock();
    try {
      if (--entry.users == 0) {
        discard(entry, key);
      }
    } finally {
      entry.lock.unlock();
    }
  }

  /** Closes the store of an entry that nobody uses; its lock is held. */
  private void discard(Entry entry, Key key) {
    entry.removed = true;
    try {
      entry.handle.map(StoreHandle::store).ifPresent(Store::close);
    } finally {
      // Only now may another opening begin: the files are free.
      mapLock.lock();
      try {
        entries.remove(key);
      } finally {
        mapLock.unlock();
      }
    }
  }
}
