package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many parents go in one statement, and with them their children, together: as SQLite. */
class CascadingDeleteTest {
  private static final String MANY =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";

  private static final String[] LOOKS = {
    "SELECT count(*), sum(id), group_concat(name) FROM parent",
    "SELECT count(*), sum(id), total(parent), group_concat(name) FROM child",
    "SELECT count(*), sum(id), total(parent) FROM other",
    "SELECT id FROM child INDEXED BY child_parent WHERE parent > 0 ORDER BY parent DESC, id",
    "SELECT id FROM child WHERE lower(name) >= 'name 5' ORDER BY lower(name), id",
    "PRAGMA foreign_key_check",
    "PRAGMA integrity_check",
  };

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private static String many(int rows, String statement) {
    return MANY.formatted(rows) + statement;
  }

  /** 2000 parents of up to three children each, whose numbers have gaps, and two keys. */
  private static void prepare(Comparison db, String parentColumns, String childColumns) {
    db.same(
        "PRAGMA foreign_keys = 1",
        "CREATE TABLE parent(id INTEGER PRIMARY KEY, name TEXT" + parentColumns + ")",
        "CREATE TABLE child(id INTEGER PRIMARY KEY, " + childColumns + ", name TEXT)",
        "CREATE TABLE other(id INTEGER PRIMARY KEY, parent INT REFERENCES parent ON DELETE"
            + " CASCADE)",
        "CREATE TABLE log(n INTEGER PRIMARY KEY, what)",
        "CREATE INDEX child_parent ON child(parent DESC, name)",
        "CREATE INDEX child_name ON child(lower(name)) WHERE id % 5 <> 0",
        many(2000, "INSERT INTO parent(id, name) SELECT i * 3, 'p' || i FROM n"),
        many(
            3000,
            "INSERT INTO child(id, parent, name) SELECT i * 2, CASE WHEN i % 10 THEN (i * 7919 %"
                + " 2000 + 1) * 3 END, 'Name ' || (i * 31 % 97) FROM n"),
        many(700, "INSERT INTO other SELECT i, i * 3 FROM n"));
  }

  private static final String REFERENCE = "parent INTEGER REFERENCES parent(id) ON DELETE CASCADE";

  @ParameterizedTest
  @MethodSource("modes")
  void childrenGoWithManyParents(String mode) {
    try (Comparison db = new Comparison(mode)) {
      prepare(db, "", REFERENCE);
      db.same("BEGIN", "DELETE FROM parent WHERE id % 2 = 0").same(LOOKS);
      db.same("ROLLBACK").same(LOOKS);
      db.same("BEGIN", "DELETE FROM parent WHERE id BETWEEN 30 AND 60", "SAVEPOINT s")
          .same("DELETE FROM parent WHERE id % 3 = 0 AND id < 4000")
          .same(LOOKS)
          .same("ROLLBACK TO s")
          .same(LOOKS)
          .same("DELETE FROM parent WHERE name LIKE '%7'", "COMMIT", "ROLLBACK")
          .same(LOOKS);
      db.same("DELETE FROM parent WHERE id = 4500", "DELETE FROM parent WHERE id < 0");
      db.same("INSERT INTO child(parent, name) SELECT id, 'new' FROM parent WHERE id % 4 = 0");
      db.same("DELETE FROM parent").same(LOOKS);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void parentsWithIndexesAndParentsOfTheirOwnGo(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same("CREATE TABLE origin(id INTEGER PRIMARY KEY)");
      prepare(db, " UNIQUE, origin INT REFERENCES origin ON DELETE CASCADE", REFERENCE);
      db.same(
          "CREATE INDEX parent_origin ON parent(origin)",
          many(20, "INSERT INTO origin SELECT i FROM n"),
          "UPDATE parent SET origin = id % 20 + 1 WHERE id % 5");
      db.same("DELETE FROM parent WHERE id % 4 = 1 AND name > 'p2'").same(LOOKS);
      db.same("DELETE FROM origin WHERE id > 12").same(LOOKS);
      db.same("SELECT origin, count(*) FROM parent GROUP BY origin", "SELECT count(*) FROM origin");
    }
  }

  /** Nothing refers to them, so they go together, too. */
  @ParameterizedTest
  @MethodSource("modes")
  void childrenGoByThemselves(String mode) {
    try (Comparison db = new Comparison(mode)) {
      prepare(db, "", REFERENCE);
      db.same("BEGIN", "DELETE FROM child WHERE id % 3 = 0").same(LOOKS);
      db.same("ROLLBACK", "DELETE FROM child WHERE parent % 7 = 2").same(LOOKS);
      db.same(
          "CREATE TABLE keyed(a, b INT REFERENCES parent, PRIMARY KEY(b, a)) WITHOUT ROWID",
          "INSERT INTO keyed SELECT id, id FROM parent",
          "DELETE FROM keyed WHERE a % 2 = 0",
          "SELECT count(*), sum(a) FROM keyed",
          "DELETE FROM child",
          "DELETE FROM parent WHERE id NOT IN (SELECT b FROM keyed)");
      db.same(LOOKS);
    }
  }

  /** The reference of a row that goes was counted as broken: that is taken back, or not. */
  @ParameterizedTest
  @MethodSource("modes")
  void brokenReferencesAreCounted(String mode) {
    try (Comparison db = new Comparison(mode)) {
      prepare(db, "", REFERENCE + " DEFERRABLE INITIALLY DEFERRED");
      db.same("BEGIN", "INSERT INTO child(id, parent) VALUES(7001, 8000), (7003, 8001)");
      db.same("DELETE FROM parent WHERE id % 2 = 0", "COMMIT").same(LOOKS);
      db.same("DELETE FROM child WHERE id > 7000 AND parent = 8000", "COMMIT").same(LOOKS);
      db.same("DELETE FROM child WHERE id > 7000", "COMMIT", "ROLLBACK").same(LOOKS);
      db.same("BEGIN", "PRAGMA defer_foreign_keys = 1", "INSERT INTO other VALUES(9000, 9000)");
      db.same("DELETE FROM parent WHERE id % 5 = 0", "COMMIT", "DELETE FROM other WHERE id = 9000");
      db.same("COMMIT", "ROLLBACK").same(LOOKS);
      db.same(
          "PRAGMA foreign_keys = 0",
          "INSERT INTO child(id, parent) VALUES(9001, 9000), (9003, 9001)",
          "PRAGMA foreign_keys = 1",
          "DELETE FROM child WHERE id = 9001",
          "DELETE FROM parent WHERE id % 7 = 0");
      db.same(LOOKS);
    }
  }

  /** Whatever else looks at a row finds it one by one, as before. */
  @ParameterizedTest
  @MethodSource("modes")
  void whatElseHappensStillDoes(String mode) {
    String[] others = {
      "CREATE TABLE grandchild(id INTEGER PRIMARY KEY, child INT REFERENCES child ON DELETE SET"
          + " NULL); INSERT INTO grandchild SELECT id, id FROM child WHERE id % 4 = 0",
      "CREATE TABLE strict(id INTEGER PRIMARY KEY, parent INT REFERENCES parent); INSERT INTO strict"
          + " VALUES(1, 300)",
      "CREATE TABLE strict(id INTEGER PRIMARY KEY, parent INT REFERENCES parent ON DELETE"
          + " RESTRICT); INSERT INTO strict VALUES(1, 300)",
      "CREATE TRIGGER gone AFTER DELETE ON child WHEN old.id % 9 = 0 BEGIN INSERT INTO log"
          + " VALUES(NULL, old.id); END",
      "CREATE TRIGGER gone BEFORE DELETE ON parent WHEN old.id % 9 = 0 BEGIN DELETE FROM child"
          + " WHERE parent = old.id + 3; END",
      "CREATE TRIGGER gone AFTER DELETE ON other BEGIN DELETE FROM parent WHERE id = old.parent + 3;"
          + " END",
    };
    for (String other : others) {
      try (Comparison db = new Comparison(mode)) {
        prepare(db, "", REFERENCE);
        for (String sql : other.split("; (?=INSERT INTO (grand|strict))")) {
          db.same(sql);
        }
        db.same("DELETE FROM parent WHERE id % 2 = 0 AND id < 900 RETURNING id").same(LOOKS);
        db.same("DELETE FROM parent WHERE id % 2 = 0 AND id < 2000").same(LOOKS);
        db.same("DELETE FROM child WHERE id % 5 = 0", "SELECT * FROM log").same(LOOKS);
      }
    }
  }

  /** A trigger of a child ends the statement that deletes its parents, somewhere in the middle. */
  @ParameterizedTest
  @MethodSource("modes")
  void errorsInTheMiddleEndTheStatementAsTheySay(String mode) {
    for (String action : new String[] {"IGNORE", "ABORT, 'no'", "FAIL, 'no'", "ROLLBACK, 'no'"}) {
      for (String time : new String[] {"BEFORE", "AFTER"}) {
        try (Comparison db = new Comparison(mode)) {
          prepare(db, "", REFERENCE);
          db.same(
              "CREATE TRIGGER refuses "
                  + time
                  + " DELETE ON child WHEN old.parent = 1200 BEGIN SELECT RAISE("
                  + action
                  + "); END",
              "BEGIN",
              "DELETE FROM parent WHERE id < 90",
              "DELETE FROM parent WHERE id % 4 = 0",
              "SELECT count(*) FROM parent",
              "SELECT count(*), sum(id) FROM child");
          db.same("COMMIT").same(LOOKS);
          db.same("DROP TRIGGER refuses", "DELETE FROM parent WHERE id % 4 = 0").same(LOOKS);
        }
      }
    }
  }

  /** REPLACE deletes them, too, and RETURNING looks at each. */
  @ParameterizedTest
  @MethodSource("modes")
  void parentsGoInOtherWays(String mode) {
    try (Comparison db = new Comparison(mode)) {
      prepare(db, " UNIQUE", REFERENCE);
      db.same(
          "BEGIN",
          "INSERT OR REPLACE INTO parent SELECT id, name || 'x' FROM parent WHERE id % 4 = 0",
          "UPDATE OR REPLACE parent SET name = 'p5' WHERE id IN (21, 600)");
      db.same(LOOKS).same("COMMIT", "DELETE FROM parent WHERE id % 2 = 0 RETURNING id");
      db.same(LOOKS);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void childrenAreFoundWhateverTheirKeyIsKeptAs(String mode) {
    String[] references = {
      "parent TEXT REFERENCES parent(id) ON DELETE CASCADE",
      "parent REFERENCES parent(id) ON DELETE CASCADE",
      "parent REAL REFERENCES parent(id) ON DELETE CASCADE",
      "parent NUMERIC REFERENCES parent(id) ON DELETE CASCADE, second INT REFERENCES parent",
    };
    for (String reference : references) {
      try (Comparison db = new Comparison(mode)) {
        prepare(db, "", reference);
        db.same("UPDATE child SET parent = CAST(parent AS REAL) WHERE id % 7 = 0");
        db.same("UPDATE child SET parent = CAST(parent AS TEXT) WHERE id % 7 = 2");
        db.same("DELETE FROM parent WHERE id % 4 = 2 AND id < 1500").same(LOOKS);
        db.same("DROP INDEX child_parent", "DELETE FROM parent WHERE id % 4 = 1 AND id < 600");
        db.same("CREATE INDEX child_parent ON child(parent)").same(LOOKS);
      }
    }
  }

  /** So many that parents do not wait for one another. */
  @ParameterizedTest
  @MethodSource("modes")
  void parentsOfVeryManyChildrenGo(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys = 1",
          "CREATE TABLE parent(id INTEGER PRIMARY KEY)",
          "CREATE TABLE child(id INTEGER PRIMARY KEY, parent INT REFERENCES parent ON DELETE"
              + " CASCADE)",
          "CREATE INDEX child_parent ON child(parent)",
          many(9, "INSERT INTO parent SELECT i FROM n"),
          many(120_000, "INSERT INTO child SELECT i, i % 9 + 1 FROM n"),
          "BEGIN",
          "DELETE FROM parent WHERE id <> 5",
          "SELECT count(*), sum(id), min(parent), max(parent) FROM child",
          "SELECT count(*) FROM child INDEXED BY child_parent WHERE parent > 0",
          "ROLLBACK",
          "DELETE FROM parent WHERE id > 2",
          "SELECT count(*), sum(id), min(parent), max(parent) FROM child",
          "PRAGMA integrity_check");
    }
  }
}
