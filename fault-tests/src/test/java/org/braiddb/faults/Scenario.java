package org.braiddb.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.braiddb.sql.Connection;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.Durability;
import org.braiddb.storage.ResultCode;

/**
 * What an application does, the same for every run with the same seed: transactions of three
 * connections with different levels of durability, overlapping where the journal mode can,
 * savepoints, rollbacks, definitions, checkpoints, VACUUM, closing and opening again. It knows the
 * states that its commits leave, in order, and which of them must survive what.
 */
final class Scenario {
  private static final Durability[] LEVELS = {Durability.FULL, Durability.NORMAL, Durability.EXTRA};
  private static final String[] CHECKPOINTS = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"};
  private static final int ROUNDS = 14;

  private final String mode;
  private final boolean concurrent;
  private final SplittableRandom random;
  private final List<Connection> connections = new ArrayList<>();

  /** The states before the first commit and after each that was begun. */
  final List<TreeMap<Long, String>> states = new ArrayList<>();

  /** The last state that must survive a power cut. */
  int durable;

  /** The last state whose commit was acknowledged: it survives the end of the process. */
  int acknowledged;

  int conflicts;

  Scenario(String mode, long seed) {
    this.mode = mode;
    this.concurrent = !mode.endsWith("wal");
    this.random = new SplittableRandom(seed);
    TreeMap<Long, String> nothing = new TreeMap<>();
    nothing.put(0L, "no table");
    states.add(nothing);
  }

  /**
   * Runs until the end or the first error.
   *
   * @throws SqlException the error; the connections stay open
   */
  void run() {
    open();
    states.add(new TreeMap<>());
    connections
        .getFirst()
        .execute("BEGIN; CREATE TABLE t(id INTEGER PRIMARY KEY, body); CREATE INDEX i ON t(body)");
    commit(0);
    for (int round = 0; round < ROUNDS; round++) {
      switch (random.nextInt(9)) {
        case 0, 1 -> checkpoint();
        case 2 -> {
          close();
          open();
        }
        case 3 -> define(round);
        default -> overlap();
      }
    }
    close();
  }

  private void open() {
    for (Durability level : LEVELS) {
      connections.add(Rows.connect(mode, level));
    }
    connections.getFirst().execute("PRAGMA wal_autocheckpoint = 0");
  }

  /** Closes the connections; errors of closing are no errors of any commit. */
  void close() {
    SqlException failure = null;
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SqlException e) {
        failure = e;
      }
    }
    connections.clear();
    if (failure != null) {
      throw failure;
    }
  }

  /** A connection that is still open; none where the scenario could not open one. */
  List<Connection> connections() {
    return connections;
  }

  private void checkpoint() {
    String name = CHECKPOINTS[random.nextInt(CHECKPOINTS.length)];
    Rows.query(connections.get(random.nextInt(3)), "PRAGMA wal_checkpoint(" + name + ")");
  }

  private void define(int round) {
    Connection connection = connections.getFirst();
    if (random.nextInt(3) == 0) {
      connection.execute("VACUUM");
    } else {
      connection.execute("CREATE TABLE u" + round + " AS SELECT * FROM t");
      connection.execute("DROP TABLE u" + round);
    }
    durable = states.size() - 1;
  }

  private void overlap() {
    int count = concurrent ? random.nextInt(1, 4) : 1;
    int first = random.nextInt(3);
    TreeMap<Long, String> base = states.getLast();
    List<TreeMap<Long, String>> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connections.get((first + i) % 3).execute(concurrent ? "BEGIN CONCURRENT" : "BEGIN IMMEDIATE");
      Rows.query(connections.get((first + i) % 3), "SELECT 1 FROM t LIMIT 1");
      changes.add(new TreeMap<>());
    }
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      int chosen = random.nextInt(count);
      change(connections.get((first + chosen) % 3), changes.get(chosen));
    }
    for (int i = 0; i < count; i++) {
      Connection connection = connections.get((first + i) % 3);
      // Put in and taken out again is no change, whatever others have done to the row.
      changes
          .get(i)
          .entrySet()
          .removeIf(e -> e.getValue().isEmpty() && !base.containsKey(e.getKey()));
      if (changes.get(i).isEmpty() || random.nextInt(8) == 0) {
        connection.rollback();
        continue;
      }
      TreeMap<Long, String> next = new TreeMap<>(states.getLast());
      next.putAll(changes.get(i));
      next.values().removeIf(String::isEmpty);
      states.add(next);
      commit((first + i) % 3);
    }
  }

  private void change(Connection connection, TreeMap<Long, String> changes) {
    TreeMap<Long, String> before = new TreeMap<>(changes);
    boolean undone = random.nextInt(6) == 0;
    if (undone) {
      connection.execute("SAVEPOINT s");
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      long id = random.nextLong(1, 80);
      if (random.nextInt(4) == 0) {
        connection.execute("DELETE FROM t WHERE id = " + id);
        if (connection.changes() > 0) {
          changes.put(id, "");
        }
      } else {
        int size = random.nextInt(12) == 0 ? random.nextInt(2500) : random.nextInt(100);
        put(connection, id, random.nextInt() + "x".repeat(size));
        changes.put(id, Rows.query(connection, "SELECT body FROM t WHERE id = " + id).getFirst());
      }
    }
    if (undone) {
      connection.execute("ROLLBACK TO s; RELEASE s");
      changes.clear();
      changes.putAll(before);
    }
  }

  private static void put(Connection connection, long id, String body) {
    try (Statement statement = connection.prepare("REPLACE INTO t VALUES (?1, ?2)")) {
      statement.bindLong(1, id);
      statement.bindText(2, body);
      statement.step();
    }
  }

  private void commit(int number) {
    Connection connection = connections.get(number);
    try {
      connection.commit();
      acknowledged = states.size() - 1;
      boolean changed = !states.get(acknowledged).equals(states.get(acknowledged - 1));
      // One that changed nothing forces nothing: what came before it may still be lost.
      if (LEVELS[number] != Durability.NORMAL && changed) {
        durable = acknowledged;
      }
    } catch (SqlException e) {
      if (e.code() != ResultCode.BUSY_SNAPSHOT) {
        throw e;
      }
      states.removeLast();
      conflicts++;
      connection.rollback();
    }
  }

  /** Whether rows are those of a state that may be there. */
  boolean allows(TreeMap<Long, String> rows, int atLeast) {
    return states.subList(atLeast, states.size()).contains(rows);
  }

  /** Which state rows are, for messages. */
  String describe(TreeMap<Long, String> rows) {
    return "state "
        + states.lastIndexOf(rows)
        + " of "
        + (states.size() - 1)
        + ", durable "
        + durable
        + ", acknowledged "
        + acknowledged
        + ", rows "
        + rows.keySet();
  }
}
