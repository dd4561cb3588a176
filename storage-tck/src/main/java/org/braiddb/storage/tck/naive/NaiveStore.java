package org.braiddb.storage.tck.naive;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Handover;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.UnsupportedException;

/** A database, the queue of its writers and its open transactions. */
final class NaiveStore implements Store {
  private enum State {
    OPEN,
    /** Waits for open transactions; none may begin. */
    DETACHING,
    CLOSED
  }

  /** What goes from store to store. */
  record Detached(StoreLocation location, boolean readOnly, NaiveDatabase database)
      implements Handover {
    @Override
    public String family() {
      return NaiveEngine.class.getPackageName();
    }
  }

  private final NaiveEngine engine;
  private final StoreLocation location;
  private final boolean readOnly;
  private final NaiveDatabase database;

  private final Gate gate = new Gate();
  private final WriterQueue writers = new WriterQueue(gate);

  // guarded by the gate
  private final Set<NaiveTransaction> transactions = new HashSet<>();
  private State state = State.OPEN;

  NaiveStore(NaiveEngine engine, StoreLocation location, boolean readOnly, NaiveDatabase database) {
    this.engine = engine;
    this.location = location;
    this.readOnly = readOnly;
    this.database = database;
  }

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
    return readOnly;
  }

  NaiveDatabase database() {
    return database;
  }

  WriterQueue writers() {
    return writers;
  }

  @Override
  public Transaction begin(TransactionOptions options, CallLimits limits) {
    checkMode(options);
    limits.checkCancelled();
    NaiveTransaction transaction = new NaiveTransaction(this, options, limits);
    gate.locked(() -> {
      checkNotClosed();
      if (!gate.await(() -> state != State.DETACHING, limits)) {
        throw new BusyException("database is locked: its journal mode is being changed");
      }
      checkNotClosed();
      transactions.add(transaction);
    });
    try {
      awaitVisible(options.atLeast(), limits);
      transaction.begin();
    } catch (RuntimeException e) {
      transaction.close();
      throw e;
    }
    return transaction;
  }

  private void checkMode(TransactionOptions options) {
    switch (options.mode()) {
      case CONCURRENT ->
          throw new UnsupportedException(
              "journal mode naive has no concurrent transactions (BEGIN CONCURRENT)");
      case IMMEDIATE, EXCLUSIVE -> {
        if (readOnly) {
          throw new ReadOnlyException(
              "attempt to write a readonly database: " + location.display(), null);
        }
      }
      case READ_ONLY, DEFERRED -> {}
    }
  }

  private void checkNotClosed() {
    if (state == State.CLOSED) {
      throw new MisuseException("the store of " + location.display() + " is closed");
    }
  }

  @Override
  public long visibleCommit() {
    gate.locked(this::checkNotClosed);
    return database.newest().number();
  }

  @Override
  public void awaitVisible(long commit, CallLimits limits) {
    gate.locked(() -> {
      checkNotClosed();
      if (!gate.await(() -> database.newest().number() >= commit, limits)) {
        throw new BusyException("database is locked: commit " + commit + " is not visible yet");
      }
    });
  }

  /** Makes a version the newest commit; the calling transaction is the writer. */
  long publish(Version version) {
    return gate.locked(() -> {
      long commit = database.commit(version);
      gate.changed();
      return commit;
    });
  }

  /** A transaction has ended. */
  void ended(NaiveTransaction transaction) {
    gate.locked(() -> {
      transactions.remove(transaction);
      gate.changed();
    });
  }

  @Override
  public <F> Optional<F> facet(Class<F> facet) {
    return Optional.empty();
  }

  @Override
  public Handover detach(CallLimits limits) {
    gate.locked(() -> {
      checkNotClosed();
      if (state == State.DETACHING) {
        throw new BusyException("database is locked: its journal mode is being changed");
      }
      state = State.DETACHING;
      boolean quiet = false;
      try {
        quiet = gate.await(transactions::isEmpty, limits);
      } finally {
        state = quiet ? State.CLOSED : State.OPEN;
        gate.changed();
      }
      if (!quiet) {
        throw new BusyException("database is locked: transactions are open");
      }
    });
    return new Detached(location, readOnly, database);
  }

  @Override
  public void close() {
    List<NaiveTransaction> open =
        gate.locked(() -> {
          if (state == State.CLOSED) {
            return null;
          }
          state = State.CLOSED;
          gate.changed();
          return List.copyOf(transactions);
        });
    if (open != null) {
      open.forEach(NaiveTransaction::close);
      NaiveEngine.closed(location, database);
    }
  }

  /** Whether a transaction of this mode holds the writer lock from the beginning. */
  static boolean writesAtOnce(TransactionMode mode) {
    return mode == TransactionMode.IMMEDIATE || mode == TransactionMode.EXCLUSIVE;
  }
}
