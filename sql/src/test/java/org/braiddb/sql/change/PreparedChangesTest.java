package org.braiddb.sql.change;

import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements that are prepared once and run again and again, in transactions and without, beside
 * one another, savepoints, failures and changes of the schema: as SQLite. The seed is printed;
 * {@code -Dbraid.seed=N} gives another, {@code -Dbraid.rounds=N} makes more of them.
 */
class PreparedChangesTest {
  private static final String[] SCHEMA = {
    "PRAGMA foreign_keys = ON",
    "CREATE TABLE parent(k INTEGER PRIMARY KEY, n INT UNIQUE)",
    "CREATE TABLE child(k INTEGER PRIMARY KEY AUTOINCREMENT, p INT REFERENCES parent ON DELETE"
        + " CASCADE, n INT REFERENCES parent(n) ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)",
    "CREATE INDEX child_p ON child(p)",
    "CREATE TABLE t(a TEXT, b INT, c, PRIMARY KEY(b, a)) WITHOUT ROWID",
    "CREATE INDEX t_c ON t(c)",
    "CREATE TABLE u(k INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE UNIQUE, b INT NOT NULL, c, d AS (b"
        + " * 2) STORED)",
    "CREATE INDEX u_b ON u(b, c)",
    "CREATE TABLE log(k INTEGER PRIMARY KEY, what, n)",
    "CREATE TRIGGER u_i AFTER INSERT ON u BEGIN INSERT INTO log(what, n) VALUES('i', new.k); UPDATE"
        + " t SET c = new.b WHERE b = new.b % 5; END",
    "CREATE TRIGGER u_u AFTER UPDATE OF c ON u WHEN new.c IS NOT old.c BEGIN INSERT INTO log(what,"
        + " n) VALUES('u', old.c); END",
    "CREATE TRIGGER u_d BEFORE DELETE ON u BEGIN DELETE FROM log WHERE n = old.k; SELECT CASE WHEN"
        + " old.b = 13 THEN RAISE(IGNORE) WHEN old.b = 17 THEN RAISE(ABORT, 'seventeen') END; END",
  };

  /** What they do depends on the rows that are there, so that no run is like the one before. */
  private static final String[] CHANGES = {
    "INSERT INTO parent(n) SELECT coalesce(max(n), 0) + 3 FROM parent",
    "INSERT OR IGNORE INTO parent VALUES((SELECT count(*) FROM log) % 40, (SELECT count(*) FROM t))",
    "INSERT INTO child(p) SELECT max(k) FROM parent",
    "INSERT INTO child(p, n) SELECT k, n FROM parent WHERE k % 3 = 0",
    "INSERT INTO child(n) VALUES((SELECT count(*) FROM u) % 7)",
    "UPDATE parent SET n = n + 100 WHERE k = (SELECT min(k) FROM parent)",
    "UPDATE child SET p = p + 1 WHERE k % 5 = 1",
    "UPDATE child SET p = p WHERE n IS NULL RETURNING k, p",
    "DELETE FROM parent WHERE k = (SELECT min(p) FROM child)",
    "DELETE FROM parent WHERE k > 30",
    "INSERT INTO t SELECT 'x' || count(*), count(*) % 11, count(*) FROM t",
    "INSERT OR REPLACE INTO t SELECT a, b + 1, c FROM t WHERE b < 4 ORDER BY b, a LIMIT 5",
    "UPDATE t SET c = coalesce(c, 0) + 1",
    "UPDATE t SET b = b + 1 WHERE b = (SELECT min(b) FROM t)",
    "UPDATE t SET c = zeroblob(900), a = a || 'y' WHERE length(a) < 6 AND b % 4 = 2",
    "DELETE FROM t WHERE b > 8",
    "DELETE FROM t",
    "INSERT INTO u(a, b) SELECT 'K' || count(*) % 50, count(*) FROM log",
    "INSERT INTO u(a, b, c) SELECT 'k' || count(*) % 50, count(*) % 29, 'c' FROM t WHERE true ON"
        + " CONFLICT(a) DO UPDATE SET b = b + 1, c = excluded.c || k",
    "INSERT INTO u(k, a, b) SELECT k, a, b FROM u WHERE k < 4 ON CONFLICT DO UPDATE SET c = k"
        + " RETURNING k, c, d",
    "INSERT OR REPLACE INTO u(k, a, b) SELECT count(*) % 9, 'K' || count(*) % 20, count(*) FROM log",
    "REPLACE INTO u(a, b, c) SELECT a, b + 2, c FROM u WHERE b % 3 = 0 ORDER BY k",
    "INSERT OR FAIL INTO u(a, b) SELECT a || b % 2, b FROM u ORDER BY k",
    "UPDATE u SET c = b, b = b + 1 WHERE k % 2 = 0",
    "UPDATE OR IGNORE u SET a = 'K' || (k + 1), b = NULLIF(b, 5) WHERE k % 4 = 1",
    "UPDATE u SET c = 'w' || c, a = a || 'q' WHERE length(a) < 5",
    "DELETE FROM u WHERE b % 5 = 3 RETURNING k, a",
    "DELETE FROM u WHERE k = (SELECT max(k) FROM u)",
    "INSERT INTO log(what, n) VALUES('x', 1)",
    "DELETE FROM log WHERE k % 3 = 0",
  };

  private static final String[] OTHERS = {
    "BEGIN",
    "BEGIN",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT s",
    "SAVEPOINT s",
    "ROLLBACK TO s",
    "RELEASE s",
    "PRAGMA defer_foreign_keys = ON",
    "CREATE INDEX log_n ON log(n)",
    "DROP INDEX log_n",
    "UPDATE sqlite_sequence SET seq = seq + 5 WHERE seq > 0",
    "ANALYZE u",
  };

  private static final String[] LOOKS = {
    "SELECT * FROM parent ORDER BY k",
    "SELECT * FROM child ORDER BY k",
    "SELECT k, p FROM child INDEXED BY child_p WHERE p > 0 ORDER BY p, k",
    "SELECT a, b, quote(c) FROM t ORDER BY b, a",
    "SELECT a, b FROM t INDEXED BY t_c WHERE c IS NOT NULL ORDER BY c, b, a",
    "SELECT * FROM u ORDER BY k",
    "SELECT b, c, k FROM u INDEXED BY u_b WHERE b > -100 ORDER BY b, c, k",
    "SELECT * FROM log ORDER BY k",
    "SELECT * FROM sqlite_sequence WHERE seq > 0",
    "PRAGMA foreign_key_check",
    "PRAGMA integrity_check",
  };

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void statementsRunAgainChangeWhatTheyChangedAtFirst(String mode) {
    long seed = Long.getLong("braid.seed", 611_204);
    int rounds = Integer.getInteger("braid.rounds", 4);
    System.out.println("PreparedChangesTest: -Dbraid.seed=" + seed + " -Dbraid.rounds=" + rounds);
    for (int round = 0; round < rounds; round++) {
      run(mode, new Random(seed + round));
    }
  }

  private static void run(String mode, Random random) {
    try (Comparison db = new Comparison(mode)) {
      db.same(SCHEMA);
      db.braid().keepStatements();
      for (int i = 0; i < 150; i++) {
        String sql = CHANGES[random.nextInt(CHANGES.length)];
        for (int times = random.nextInt(3); times >= 0; times--) {
          db.same(sql);
        }
        if (random.nextInt(3) == 0) {
          db.same(OTHERS[random.nextInt(OTHERS.length)]);
        }
        if (i % 10 == 9) {
          db.same(LOOKS);
        }
      }
    }
  }
}
