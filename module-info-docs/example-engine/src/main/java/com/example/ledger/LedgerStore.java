package com.example.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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

/** An open database: who uses it, and until when. */
final class LedgerStore implements Store {
  private enum Phase {
    OPEN,
    /** Waits for open transactions; none may begin. */
    DETACHING,
    CLOSED
  }

  /** An open database on its way from store to store. */
  record Detached(Database database, StoreLocation location, boolean readOnly) implements Handover {
    @Override
    public String family() {
      return LedgerEngine.FAMILY;
    }
  }

  private final LedgerEngine engine;
  private final StoreLocation location;
  private final boolean readOnly;
  private final Database database;

  private final Gate gate = new Gate();
  private final Set<LedgerTransaction> open = new HashSet<>(); // guarded by the gate
  private Phase phase = Phase.OPEN; // guarded by the gate

  LedgerStore(LedgerEngine engine, Detached detached) {
    this.engine = engine;
    this.location = detached.location();
    this.readOnly = detached.readOnly();
    this.database = detached.database();
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

  @Override
  public Transaction begin(TransactionOptions options, CallLimits limits) {
    boolean writesAtOnce =
        options.mode() == TransactionMode.IMMEDIATE || options.mode() == TransactionMode.EXCLUSIVE;
    if (writesAtOnce && readOnly) {
      throw new ReadOnlyException("attempt to write a readonly database", null);
    }
    LedgerTransaction transaction = new LedgerTransaction(this, database, options, limits);
    gate.locked(() -> {
      gate.await(() -> phase != Phase.DETACHING, limits, "its journal mode is being changed");
      checkOpen();
      open.add(transaction);
    });
    try {
      awaitVisible(options.atLeast(), limits);
      if (writesAtOnce) {
        transaction.makeWritable();
      }
    } catch (RuntimeException e) {
      transaction.close();
      throw e;
    }
    return transaction;
  }

  @Override
  public long visibleCommit() {
    gate.locked(this::checkOpen);
    return database.newest().number;
  }

  @Override
  public void awaitVisible(long commit, CallLimits limits) {
    gate.locked(() -> {
      checkOpen();
      gate.await(() -> visible(commit), limits, "commit " + commit + " is not visible yet");
    });
  }

  private boolean visible(long commit) {
    return phase == Phase.CLOSED || database.newest().number >= commit;
  }

  /** Another commit is visible, or a transaction has ended. */
  void changed(LedgerTransaction ended) {
    gate.locked(() -> {
      open.remove(ended);
      gate.changed();
    });
  }

  /** No optional abilities: no log to be copied back, no pages, nothing to check but the bytes. */
  @Override
  public <F> Optional<F> facet(Class<F> facet) {
    return Optional.empty();
  }

  @Override
  public Handover detach(CallLimits limits) {
    gate.locked(() -> {
      checkOpen();
      gate.await(() -> phase != Phase.DETACHING, limits, "its journal mode is being changed");
      checkOpen();
      phase = Phase.DETACHING;
      try {
        gate.await(open::isEmpty, limits, "transactions are open");
        phase = Phase.CLOSED;
      } finally {
        phase = phase == Phase.DETACHING ? Phase.OPEN : phase;
        gate.changed();
      }
    });
    return new Detached(database, location, readOnly);
  }

  @Override
  public void close() {
    List<LedgerTransaction> left = new ArrayList<>();
    AtomicBoolean first = new AtomicBoolean();
    gate.locked(() -> {
      first.set(phase != Phase.CLOSED);
      left.addAll(open);
      phase = Phase.CLOSED;
      gate.changed();
    });
    left.forEach(LedgerTransaction::close);
    if (first.get()) {
      database.close();
    }
  }

  private void checkOpen() {
    if (phase == Phase.CLOSED) {
      throw new MisuseException("the store of " + location.display() + " is closed");
    }
  }
}
