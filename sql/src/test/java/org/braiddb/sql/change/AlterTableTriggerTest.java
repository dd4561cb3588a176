package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ALTER TABLE beside triggers. */
class AlterTableTriggerTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void triggersFollowRenamedNames(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INT, b, c UNIQUE)",
          "CREATE TABLE log(x, y, t)",
          "CREATE TABLE other(a, b, u UNIQUE)",
          "CREATE VIEW v AS SELECT a, b FROM t",
          "CREATE TRIGGER t1 AFTER INSERT ON t WHEN NEW.a > 0 BEGIN INSERT INTO log(x, y)"
              + " VALUES(NEW.a, new.b); END",
          "CREATE TRIGGER t2 BEFORE UPDATE OF a, b ON t BEGIN UPDATE t SET b = OLD.a + t.a WHERE a"
              + " = NEW.a AND t.b IS NOT NULL; DELETE FROM t WHERE a < 0 AND t.c = 5; END",
          "CREATE TRIGGER t3 AFTER DELETE ON t BEGIN SELECT a, t.b, o.a FROM t, other AS o WHERE"
              + " o.a = old.a; INSERT INTO other SELECT a, b, c FROM t WHERE true ON CONFLICT(u) DO"
              + " UPDATE SET a = excluded.a, b = other.b WHERE other.a > 1; END",
          "CREATE TRIGGER t4 INSTEAD OF INSERT ON v BEGIN INSERT INTO t(a, b) VALUES(NEW.a, NEW.b);"
              + " END",
          "CREATE TRIGGER t5 AFTER INSERT ON other BEGIN UPDATE t SET (a, b) = (SELECT t.a, c FROM"
              + " t LIMIT 1) WHERE EXISTS (SELECT 1 FROM t AS q WHERE q.a = t.a); END",
          "CREATE TEMP TRIGGER t6 AFTER INSERT ON main.t BEGIN UPDATE t SET c = NEW.a; END",
          "ALTER TABLE t RENAME COLUMN a TO alpha",
          "SELECT name, sql FROM sqlite_schema WHERE type <> 'table' ORDER BY name",
          "SELECT name, tbl_name, sql FROM sqlite_temp_schema",
          "ALTER TABLE t RENAME TO \"table t\"",
          "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type <> 'table' ORDER BY name",
          "SELECT name, tbl_name, sql FROM sqlite_temp_schema",
          "INSERT INTO \"table t\" VALUES(1, 2, 3)",
          "SELECT * FROM log",
          "SELECT * FROM \"table t\"",
          "ALTER TABLE \"table t\" DROP COLUMN b",
          "ALTER TABLE other RENAME COLUMN u TO \"uu u\"",
          "ALTER TABLE other RENAME TO oo",
          "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name",
          "ALTER TABLE log DROP COLUMN t",
          "ALTER TABLE log ADD COLUMN z",
          "ALTER TABLE log DROP COLUMN y",
          "DROP TABLE log",
          "ALTER TABLE oo RENAME TO o2",
          "ALTER TABLE \"table t\" RENAME COLUMN alpha TO a",
          "ALTER TABLE oo ADD COLUMN zz",
          "PRAGMA legacy_alter_table=1",
          "ALTER TABLE \"table t\" RENAME TO t",
          "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY"
              + " name");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void triggersThatMeanNothingAreReported(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a, b)",
          "CREATE TABLE u(a, b, c)",
          "CREATE TRIGGER r1 AFTER INSERT ON t BEGIN SELECT nope FROM u; END",
          "ALTER TABLE u RENAME COLUMN c TO d",
          "DROP TRIGGER r1",
          "CREATE TRIGGER r2 AFTER INSERT ON t BEGIN INSERT INTO u(a, c) VALUES(new.a, 5); UPDATE u"
              + " SET c = 6 WHERE u.c = 5; END",
          "ALTER TABLE u RENAME COLUMN c TO \"c c\"",
          "SELECT sql FROM sqlite_schema WHERE name='r2'",
          "ALTER TABLE u DROP COLUMN \"c c\"",
          "ALTER TABLE u DROP COLUMN b",
          "ALTER TABLE t RENAME COLUMN a TO aa",
          "SELECT sql FROM sqlite_schema WHERE name='r2'",
          "ALTER TABLE t DROP COLUMN aa",
          "WITH x AS (SELECT 1) SELECT * FROM x",
          "CREATE TRIGGER r3 AFTER INSERT ON t BEGIN INSERT INTO u(a) WITH q AS (SELECT a FROM u)"
              + " SELECT q.a FROM q; END",
          "CREATE TRIGGER r4 AFTER UPDATE ON u BEGIN UPDATE t SET b = u.a FROM u WHERE u.a = t.aa;"
              + " END",
          "ALTER TABLE u RENAME TO uuu",
          "SELECT sql FROM sqlite_schema WHERE type='trigger'",
          "ALTER TABLE t RENAME COLUMN b TO bb",
          "SELECT sql FROM sqlite_schema WHERE type='trigger'");
    }
  }

  /** SQLite looks for the name in vain, and refuses to alter anything. */
  @ParameterizedTest
  @MethodSource("modes")
  void rowsOfAnUpsertMayHaveAnotherName(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a UNIQUE, b UNIQUE)",
          "CREATE TABLE u(x)",
          "CREATE TRIGGER g AFTER INSERT ON u BEGIN INSERT INTO t AS q VALUES(NEW.x, 2)"
              + " ON CONFLICT(b) DO UPDATE SET b = q.b + 1 WHERE q.a < 9"
              + " ON CONFLICT(a) DO UPDATE SET b = q.b + excluded.b; END");
      db.braid().run("ALTER TABLE u RENAME x TO y");
      db.braid().run("ALTER TABLE t RENAME b TO c");
      db.braid().run("ALTER TABLE t RENAME a TO \"the a\"");
      assertThat(db.braid().run("SELECT sql FROM sqlite_schema WHERE name IN ('t', 'g')"))
          .isEqualTo(
              db.sqlite()
                  .run(
                      "SELECT column1 AS sql FROM (VALUES('CREATE TABLE t(\"the a\" UNIQUE, c"
                          + " UNIQUE)'), ('CREATE TRIGGER g AFTER INSERT ON u BEGIN INSERT INTO t AS q VALUES(NEW.y, 2)"
                          + " ON CONFLICT(c) DO UPDATE SET c = q.c + 1 WHERE q.\"the a\" < 9"
                          + " ON CONFLICT(\"the a\") DO UPDATE SET c = q.c + excluded.c; END'))"));
      db.same("INSERT INTO u VALUES(0)", "INSERT INTO u VALUES(0)", "INSERT INTO u VALUES(0)");
      Outcome rows = db.sqlite().run("SELECT a, b FROM t");
      assertThat(db.braid().run("SELECT \"the a\" AS a, c AS b FROM t")).isEqualTo(rows);
    }
  }
}
