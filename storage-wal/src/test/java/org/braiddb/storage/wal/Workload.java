package org.braiddb.storage.wal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;

/**
 * A seeded, single-threaded workload that knows every state its commits should leave, and which of
 * them were acknowledged as durable.
 */
final class Workload {
  private final SplittableRandom random;
  private final boolean alwaysFull;

  /** The states before the first and after each commit that was begun, in order. */
  final List<Map<Long, String>> states = new ArrayList<>();

  /** Index of the last state that must survive a power cut. */
  int durable;

  /** Index of the last state whose commit returned. */
  int acknowledged;

  /** Whether the last commit's outcome is open. */
  boolean unknown;

  Workload(long seed, boolean alwaysFull) {
    this.random = new SplittableRandom(seed);
    this.alwaysFull = alwaysFull;
    states.add(new TreeMap<>());
  }

  /** Goes on from a state found on disk. */
  void continueFrom(Map<Long, String> rows) {
    states.clear();
    states.add(rows);
    durable = 0;
    acknowledged = 0;
  }

  static StoreOptions options(int pageSize) {
    return StoreOptions.DEFAULTS.withPageSize(pageSize).withCacheBytes(16 * pageSize);
  }

  /** Runs until done or until the disk fails. */
  void run(StorageEngine engine, int pageSize, int transactions) {
    try (Database database = Database.open(engine, options(pageSize))) {
      database.checkpointing().setAutoCheckpointFrames(0);
      database.checkpointing().setLogSizeLimit(random.nextInt(3) * 6000 - 1);
      Tree.Table table = database.table();
      for (int i = 0; i < transactions; i++) {
        step(database, table);
      }
    }
  }

  private void step(Database database, Tree.Table table) {
    int choice = random.nextInt(10);
    if (choice == 0) {
      CheckpointMode[] modes = CheckpointMode.values();
      database.checkpointing().checkpoint(modes[random.nextInt(modes.length)], Database.patient());
      return;
    }
    Durability durability = durability();
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE, durability)) {
      Map<Long, String> rows = new TreeMap<>(states.get(states.size() - 1));
      change(transaction, table, rows);
      if (choice == 1) {
        return;
      }
      states.add(rows);
      commit(transaction);
      acknowledged = states.size() - 1;
      // A commit that changed nothing forces nothing, as in SQLite.
      boolean changed = !rows.equals(states.get(states.size() - 2));
      if (durability == Durability.FULL && changed) {
        durable = acknowledged;
      }
    }
  }

  private void commit(Transaction transaction) {
    try {
      transaction.commit();
    } catch (CommitOutcomeUnknownException e) {
      unknown = true;
      throw e;
    }
  }

  private Durability durability() {
    return alwaysFull || random.nextInt(3) > 0 ? Durability.FULL : Durability.NORMAL;
  }

  private void change(Transaction transaction, Tree.Table table, Map<Long, String> rows) {
    try (Cursor cursor = transaction.open(table, true)) {
      int count = 1 + random.nextInt(6);
      for (int i = 0; i < count; i++) {
        int savepoint = transaction.savepoint();
        Map<Long, String> before = new TreeMap<>(rows);
        changeOne(cursor, rows);
        if (random.nextInt(5) == 0) {
          transaction.rollbackTo(savepoint);
          rows.clear();
          rows.putAll(before);
        }
        transaction.release(savepoint);
      }
    }
  }

  private void changeOne(Cursor cursor, Map<Long, String> rows) {
    long id = 1 + random.nextInt(60);
    if (random.nextInt(3) == 0 && rows.containsKey(id)) {
      if (!cursor.seek(id, Cursor.Seek.EQUAL)) {
        throw new AssertionError("row " + id + " is missing");
      }
      cursor.delete();
      rows.remove(id);
      return;
    }
    String body = Long.toString(random.nextLong(), 36).repeat(1 + random.nextInt(60));
    Database.put(cursor, id, body);
    rows.put(id, body);
  }

  /** Whether an error is one that a failing disk may cause. */
  static boolean isExpected(StorageException failure) {
    return failure.code().primary() == 10
        || failure.code().primary() == 13
        || failure.code().primary() == 14;
  }
}
