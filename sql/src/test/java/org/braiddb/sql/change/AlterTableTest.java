package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlterTableTest {
  private static final String SCHEMA =
      "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid";

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsAreAdded(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b /* ) */ TEXT, UNIQUE(b) -- x\n)",
          "INSERT INTO t VALUES(1,'x')",
          "ALTER TABLE t ADD COLUMN c INT DEFAULT 5",
          "ALTER TABLE main.t ADD d REAL NOT NULL DEFAULT -1.5",
          "ALTER TABLE t ADD COLUMN e",
          SCHEMA,
          "SELECT * FROM t",
          "INSERT INTO t(b) VALUES('y')",
          "UPDATE t SET c=c+1 WHERE a=1",
          "SELECT * FROM t ORDER BY a",
          "CREATE INDEX i ON t(c, d)",
          "SELECT a FROM t WHERE c=5",
          "ALTER TABLE t ADD COLUMN a",
          "ALTER TABLE t ADD COLUMN f UNIQUE",
          "ALTER TABLE t ADD COLUMN f PRIMARY KEY",
          "ALTER TABLE t ADD COLUMN f NOT NULL",
          "ALTER TABLE t ADD COLUMN f DEFAULT (random())",
          "ALTER TABLE t ADD COLUMN f DEFAULT CURRENT_TIMESTAMP",
          "ALTER TABLE nope ADD COLUMN f",
          "ALTER TABLE sqlite_schema ADD COLUMN f",
          "CREATE VIEW v AS SELECT 1",
          "ALTER TABLE v ADD COLUMN f",
          "CREATE TABLE empty(a)",
          "PRAGMA integrity_check");
      // SQLite's own answer to this one has columns of a query it runs inside.
      String checked = "ALTER TABLE empty ADD COLUMN f NOT NULL CHECK(f > 0)";
      db.sqlite().run(checked);
      db.braid().run(checked);
      db.same("INSERT INTO empty VALUES(1, 0)", "INSERT INTO empty(a) VALUES(1)", SCHEMA);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void tablesAreRenamed(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, u UNIQUE, up REFERENCES p)",
          "CREATE TABLE c(x REFERENCES p(id), y, FOREIGN KEY(y) REFERENCES p(u))",
          "CREATE INDEX pi ON p(up)",
          "INSERT INTO p(u) VALUES('a')",
          "ALTER TABLE p RENAME TO q",
          SCHEMA,
          "SELECT * FROM q",
          "SELECT * FROM p",
          "SELECT * FROM sqlite_sequence",
          "INSERT INTO q(u) VALUES('a')",
          "INSERT INTO q(u) VALUES('b')",
          "ALTER TABLE q RENAME TO c",
          "ALTER TABLE c RENAME TO \"odd \"\"name\"",
          SCHEMA,
          "BEGIN",
          "ALTER TABLE q RENAME TO r",
          "ROLLBACK",
          "SELECT count(*) FROM q",
          "PRAGMA integrity_check");
    }
  }
}
