package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** INSERT … SELECT from one table into another, alike and not: as SQLite. */
class CopiedRowsTest {
  private static final String COLUMNS = "(k INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d)";

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private static void makeSource(Comparison db) {
    db.same(
        "CREATE TABLE s" + COLUMNS,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO"
            + " s SELECT i * 2, CASE i % 7 WHEN 0 THEN 'text' ELSE i % 50 END, 'b' || (i % 90), i"
            + " / 4.0, CASE i % 40 WHEN 0 THEN zeroblob(i) WHEN 1 THEN NULL ELSE i END FROM n");
  }

  private static void into(String mode, String target, String... inserts) {
    try (Comparison db = new Comparison(mode)) {
      makeSource(db);
      db.same(target.split(";"));
      for (String insert : inserts) {
        db.same(
            insert,
            "SELECT changes(), last_insert_rowid()",
            "SELECT rowid, *, typeof(a), typeof(c) FROM t ORDER BY rowid",
            "PRAGMA integrity_check");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recordsAreCopiedWithTheirEntries(String mode) {
    into(
        mode,
        "CREATE TABLE t"
            + COLUMNS
            + ";CREATE INDEX i1 ON t(b, k);CREATE UNIQUE INDEX i2 ON t(c DESC, a)",
        "INSERT INTO t SELECT * FROM s WHERE k < 200",
        "INSERT INTO t SELECT k, a, b, c, d FROM s",
        "INSERT OR IGNORE INTO t SELECT * FROM s WHERE d IS NOT NULL",
        "INSERT INTO t(d, c, b, a, k) SELECT d, c, b, a, rowid FROM s WHERE k > 598",
        "INSERT OR FAIL INTO t SELECT * FROM s",
        "INSERT OR REPLACE INTO t SELECT * FROM s WHERE k % 3 = 0",
        "INSERT INTO t SELECT k + 5000, a, b, c + 900, d FROM s LIMIT 40",
        "INSERT INTO t SELECT k + 9000, a, b, c + 1900, d FROM s ORDER BY a, k DESC");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsWithoutAKeyOfTheirOwnGetNewRowids(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE s(a INT, b TEXT, c REAL)",
          "INSERT INTO s(rowid, a, b, c) VALUES(10, 1, 'x', 2), (20, 'z', NULL, 2.5), (7, 3, 4, 5)",
          "CREATE TABLE t(x INTEGER, y TEXT, z REAL)",
          "INSERT INTO t SELECT * FROM s",
          "INSERT INTO t SELECT * FROM s ORDER BY a",
          "INSERT INTO t(rowid, x, y, z) SELECT rowid + 90, * FROM s",
          "INSERT INTO t(x, y) SELECT a, b FROM s",
          "SELECT rowid, *, typeof(z) FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recordsLargerThanAPageAreCopied(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE s(k INTEGER PRIMARY KEY, d BLOB)",
          "INSERT INTO s VALUES(1, zeroblob(3000)), (2, x'01'), (3, zeroblob(90000)), (9, NULL)",
          "CREATE TABLE t(k INTEGER PRIMARY KEY, d BLOB)",
          "CREATE INDEX i ON t(d)",
          "INSERT INTO t SELECT * FROM s",
          "SELECT k, length(d), d = zeroblob(90000) FROM t",
          "SELECT k FROM t INDEXED BY i WHERE d >= x'' ORDER BY d",
          "PRAGMA integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsOfOtherTypesAndPlacesAreConverted(String mode) {
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a TEXT, b NUMERIC, c INT, d)",
        "INSERT INTO t SELECT * FROM s",
        "INSERT INTO t SELECT k + 1000, d, c, b, a FROM s");
    into(
        mode,
        "CREATE TABLE t(a INT, k INTEGER PRIMARY KEY, b TEXT, c REAL, d)",
        "INSERT INTO t(k, a, b, c, d) SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d, e DEFAULT 7)",
        "INSERT INTO t(k, a, b, c, d) SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t(x INT, a INT, b TEXT, c REAL, d)",
        "INSERT INTO t SELECT * FROM s",
        "INSERT INTO t(rowid, x, a, b, c, d) SELECT k, k, a, b, c, d FROM s");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rulesOfTheTargetHold(String mode) {
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT NOT NULL, b TEXT, c REAL, d NOT NULL DEFAULT"
            + " 'none')",
        "INSERT INTO t SELECT * FROM s WHERE k < 50",
        "INSERT OR IGNORE INTO t SELECT * FROM s",
        "INSERT OR REPLACE INTO t SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b TEXT CHECK(b <> 'b50'), c REAL, d)",
        "INSERT OR FAIL INTO t SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY AUTOINCREMENT, a INT, b TEXT, c REAL, d)",
        "INSERT INTO t SELECT * FROM s WHERE k < 300",
        "INSERT INTO t(a, b, c, d) SELECT a, b, c, d FROM s",
        "UPDATE sqlite_sequence SET seq = seq");
    into(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d) STRICT",
        "INSERT OR IGNORE INTO t SELECT * FROM s");
    into(
        mode,
        "CREATE TABLE t"
            + COLUMNS
            + ";CREATE TABLE log(x);PRAGMA foreign_keys = ON;CREATE TABLE child(p INTEGER"
            + " REFERENCES t)",
        "INSERT INTO t SELECT * FROM s RETURNING k, c",
        "INSERT INTO t SELECT * FROM s WHERE true ON CONFLICT DO UPDATE SET a = excluded.k",
        "INSERT INTO t SELECT k + 1, a, b, c, d FROM t",
        "INSERT OR REPLACE INTO t SELECT * FROM t");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void computedRowsTakeThePlaceOfOthers(String mode) {
    into(
        mode,
        "CREATE TABLE t"
            + COLUMNS
            + ";CREATE UNIQUE INDEX i1 ON t(b, a);CREATE INDEX i2 ON t(d, b);INSERT INTO t SELECT *"
            + " FROM s",
        "INSERT OR REPLACE INTO t SELECT k, a, b || '-', c + 1, d FROM s WHERE k % 3 = 0",
        "INSERT OR REPLACE INTO t(a, b, d) SELECT a, b, b || d FROM s",
        "INSERT INTO t SELECT k, a, b, c, d || 'new' FROM s WHERE true"
            + " ON CONFLICT(k) DO UPDATE SET b = excluded.d || b, d = excluded.b"
            + " ON CONFLICT DO UPDATE SET d = excluded.b || d, c = excluded.c + c",
        "INSERT INTO t SELECT k + 1, a, b, c, d FROM s WHERE true"
            + " ON CONFLICT DO UPDATE SET k = excluded.k + 10000, d = excluded.b WHERE a > 5");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsThatAreReadMayChangeMeanwhile(String mode) {
    for (String change :
        new String[] {
          "INSERT OR REPLACE INTO t(a, b) SELECT 'key ' || n, text FROM s",
          "INSERT INTO t(a, b) SELECT 'key ' || n, text FROM s WHERE true ON CONFLICT(a) DO UPDATE"
              + " SET id = id + 1000, b = excluded.b || b",
          "INSERT INTO t(a, b) SELECT 'key ' || n, text FROM s WHERE true ON CONFLICT(a) DO UPDATE"
              + " SET a = excluded.a || '.', b = excluded.b",
        }) {
      try (Comparison db = new Comparison(mode)) {
        db.same(
            "PRAGMA foreign_keys = ON",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT)",
            "CREATE TABLE s(k INTEGER PRIMARY KEY, n INT, text TEXT, t INTEGER REFERENCES t ON"
                + " DELETE SET NULL ON UPDATE CASCADE)",
            "CREATE TRIGGER tu AFTER UPDATE OF a ON t BEGIN UPDATE s SET text = 'changed' WHERE t ="
                + " old.id; END",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT"
                + " INTO t SELECT i, 'key ' || i, 'old ' || i FROM n",
            "INSERT INTO s SELECT id, id, 'text of ' || id, 201 - id FROM t",
            change,
            "SELECT changes(), last_insert_rowid()",
            "SELECT * FROM t ORDER BY a",
            "SELECT * FROM s ORDER BY k",
            "PRAGMA integrity_check");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void recordsOfRowsFromBeforeAColumnWasAddedAreMadeWhole(String mode) {
    try (Comparison db = new Comparison(mode)) {
      makeSource(db);
      db.same(
          "ALTER TABLE s ADD COLUMN e TEXT NOT NULL DEFAULT 'early'",
          "INSERT INTO s(k, e) VALUES(5001, 'late'), (5002, 'later')",
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d, e TEXT NOT NULL)",
          "INSERT INTO t SELECT * FROM s",
          "ALTER TABLE s DROP COLUMN b",
          "CREATE TABLE u(k INTEGER PRIMARY KEY, a INT, c REAL, d, e TEXT)",
          "INSERT INTO u SELECT * FROM s",
          "SELECT * FROM t ORDER BY k",
          "SELECT * FROM u ORDER BY k",
          "PRAGMA integrity_check");
    }
  }
}
