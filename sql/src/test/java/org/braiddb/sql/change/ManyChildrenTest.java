package org.braiddb.sql.change;

import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parents go, and many children with them: as SQLite. The seed is printed; {@code -Dbraid.seed=N}
 * gives another, {@code -Dbraid.rounds=N} makes more.
 */
class ManyChildrenTest {
  private static final String[] PARENTS = {
    "CREATE TABLE parent(id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
    "CREATE TABLE parent(id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
    "CREATE TABLE parent(id TEXT PRIMARY KEY, name TEXT UNIQUE)",
    "CREATE TABLE parent(id INT PRIMARY KEY, name TEXT UNIQUE) WITHOUT ROWID",
  };

  private static final String[] REFERENCES = {
    "INTEGER REFERENCES parent(id)", "TEXT REFERENCES parent(id)", "REFERENCES parent(id)"
  };

  private static final String[] EXTRAS = {
    "CREATE INDEX c1 ON child(parent)",
    "CREATE INDEX c2 ON child(parent, name DESC)",
    "CREATE INDEX c3 ON child(name, parent) WHERE id % 3 = 0",
    "CREATE UNIQUE INDEX c4 ON child(lower(name), id)",
    "CREATE TABLE grandchild(id INTEGER PRIMARY KEY, child INT REFERENCES child(id) ON DELETE SET"
        + " NULL)",
    "CREATE TABLE other(id INTEGER PRIMARY KEY, parent INT REFERENCES parent(id))",
    "CREATE TRIGGER t1 AFTER DELETE ON child WHEN old.id % 9 = 0 BEGIN INSERT INTO log VALUES(NULL,"
        + " old.id); END",
    "CREATE TRIGGER t2 BEFORE DELETE ON parent BEGIN INSERT INTO log VALUES(NULL, old.id); END",
    "CREATE TRIGGER t3 AFTER DELETE ON parent WHEN old.name LIKE '%7' BEGIN INSERT INTO"
        + " parent VALUES(old.id, old.name || 'n'); END",
  };

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void childrenGoWithTheirParents(String mode) {
    long seed = Long.getLong("braid.seed", 620_471);
    int rounds = Integer.getInteger("braid.rounds", 8);
    System.out.println("ManyChildrenTest: -Dbraid.seed=" + seed + " -Dbraid.rounds=" + rounds);
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(seed + round);
      try (Comparison db = new Comparison(mode)) {
        prepare(db, random);
        for (int transaction = 0; transaction < 3; transaction++) {
          changeInTransaction(db, random);
        }
      }
    }
  }

  private static void prepare(Comparison db, Random random) {
    db.same("PRAGMA foreign_keys = 1", PARENTS[random.nextInt(PARENTS.length)]);
    String action = random.nextInt(4) == 0 ? "" : " ON DELETE CASCADE";
    String deferred = random.nextInt(4) == 0 ? " DEFERRABLE INITIALLY DEFERRED" : "";
    String second = random.nextInt(4) == 0 ? ", second INT REFERENCES parent(id)" : ", second INT";
    db.same(
        "CREATE TABLE child(id INTEGER PRIMARY KEY, parent "
            + REFERENCES[random.nextInt(REFERENCES.length)]
            + action
            + deferred
            + ", name TEXT"
            + second
            + ")",
        "CREATE TABLE log(n INTEGER PRIMARY KEY, what)");
    for (String extra : EXTRAS) {
      if (random.nextInt(3) == 0) {
        db.same(extra);
      }
    }
    db.same(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
            + " INSERT INTO parent SELECT i, 'p' || i FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800) INSERT INTO"
            + " child SELECT i, i * 7 % 41 % 40 + (i % 40 = 0), 'name ' || (i * 31 % 97), NULL FROM"
            + " n WHERE i * 7 % 41 % 40 > 0 OR i % 40 = 0",
        "INSERT INTO grandchild SELECT id, id FROM child WHERE id % 5 = 0 ORDER BY id",
        "INSERT INTO other SELECT id, parent FROM child WHERE id % 50 = 0 ORDER BY id");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void childrenOfManyParentsAreFoundByKeysOfSeveralColumns(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys = 1",
          "CREATE TABLE p(a TEXT, b INT, c COLLATE NOCASE, PRIMARY KEY(b, a), UNIQUE(c, b))",
          "CREATE TABLE x(k INTEGER PRIMARY KEY, a, b, FOREIGN KEY(a, b) REFERENCES p(a, b) ON"
              + " DELETE CASCADE)",
          "CREATE TABLE y(k INTEGER PRIMARY KEY, b TEXT, c TEXT COLLATE NOCASE, FOREIGN KEY(c, b)"
              + " REFERENCES p(c, b) ON DELETE SET NULL)",
          "CREATE TABLE s(k INTEGER PRIMARY KEY, up INT REFERENCES s(k) ON DELETE CASCADE)",
          "CREATE INDEX xi ON x(b, a, k DESC)",
          "CREATE INDEX yi ON y(c, b)",
          "CREATE INDEX si ON s(up DESC)",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90) INSERT INTO"
              + " p SELECT i * 31 % 90, i, CASE WHEN i % 4 THEN 'Name ' || i ELSE i END FROM n",
          "INSERT INTO x(a, b) SELECT a, b FROM p ORDER BY b",
          "INSERT INTO x(a, b) SELECT a, b FROM p WHERE b % 3 = 0 ORDER BY b",
          "INSERT INTO x(a, b) SELECT NULL, b FROM p ORDER BY b",
          "INSERT INTO y(b, c) SELECT b, upper(c) FROM p WHERE b % 2 = 0 ORDER BY b",
          "INSERT INTO s SELECT b, CASE WHEN b > 3 THEN b / 3 END FROM p ORDER BY b");
      for (String condition : new String[] {"b % 5 = 2", "a > '5'", "b < 40", "true"}) {
        db.same("BEGIN", "DELETE FROM p WHERE " + condition);
        db.same(condition.equals("true") ? "ROLLBACK" : "COMMIT", "ROLLBACK");
        db.same("DELETE FROM s WHERE k = " + (30 - condition.length()));
        db.same(
            "SELECT * FROM p ORDER BY b",
            "SELECT * FROM x ORDER BY k",
            "SELECT * FROM y ORDER BY k",
            "SELECT * FROM s ORDER BY k",
            "PRAGMA foreign_key_check",
            "PRAGMA integrity_check");
      }
    }
  }

  private static void changeInTransaction(Comparison db, Random random) {
    db.same("BEGIN");
    for (int step = 0; step < 4; step++) {
      db.same(
          switch (random.nextInt(6)) {
            case 0 -> "DELETE FROM parent WHERE id = " + random.nextInt(1, 41);
            case 1 -> "DELETE FROM parent WHERE id % 7 = " + random.nextInt(7);
            case 2 ->
                "INSERT OR REPLACE INTO parent VALUES("
                    + random.nextInt(1, 41)
                    + ", 'p"
                    + random.nextInt(41)
                    + "')";
            case 3 -> "UPDATE child SET parent = (id % 3) + 1 WHERE id % 10 = 1";
            case 4 -> "DELETE FROM parent WHERE name LIKE '%2%'";
            default ->
                "INSERT INTO child(parent, name) SELECT parent, name || 'x' FROM child WHERE id % 11"
                    + " = 0 ORDER BY id";
          },
          "SELECT changes(), total_changes(), count(*) FROM child");
      if (random.nextInt(4) == 0) {
        db.same("SAVEPOINT s", "DELETE FROM parent WHERE id > 20", "ROLLBACK TO s", "RELEASE s");
      }
    }
    db.same(random.nextInt(4) == 0 ? "ROLLBACK" : "COMMIT", "ROLLBACK");
    db.same(
        "SELECT * FROM parent ORDER BY id",
        "SELECT * FROM child ORDER BY id",
        "SELECT * FROM grandchild ORDER BY id",
        "SELECT * FROM log ORDER BY n",
        "PRAGMA foreign_key_check",
        "PRAGMA integrity_check");
  }
}
