package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts whose statement was prepared, run and closed before: they mean what they mean now. */
class PreparedAgainTest {
  private static final String SHARED = "file:prepared-again?mode=memory&cache=shared";

  @TempDir Path folder;

  private final Connection db = Database.at(SHARED).connect();

  @AfterEach
  void close() {
    db.close();
  }

  private List<@Nullable Object> run(String sql, Object... values) {
    List<@Nullable Object> rows = new ArrayList<>();
    try (Statement statement = db.prepare(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.bind(i + 1, values[i]);
      }
      while (statement.step()) {
        for (int i = 0; i < statement.columnCount(); i++) {
          rows.add(statement.columnValue(i));
        }
      }
    }
    return rows;
  }

  @Test
  void changesOfTheSchemaAreSeen() {
    db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    assertThat(run("SELECT * FROM t")).containsExactly(1L);
    db.execute("ALTER TABLE t ADD COLUMN b DEFAULT 2");
    assertThat(run("SELECT * FROM t")).containsExactly(1L, 2L);
    db.execute("CREATE TEMP TABLE t(c); INSERT INTO temp.t VALUES(3)");
    assertThat(run("SELECT * FROM t")).containsExactly(3L);
    db.execute("DROP TABLE temp.t");
    assertThat(run("SELECT * FROM t")).containsExactly(1L, 2L);
    db.execute("DROP TABLE t");
    assertThatThrownBy(() -> run("SELECT * FROM t")).hasMessageContaining("no such table: t");
    db.execute("CREATE VIEW t AS SELECT 'view'");
    assertThat(run("SELECT * FROM t")).containsExactly("view");
  }

  @Test
  void changesRolledBackAreSeen() {
    db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    db.execute("BEGIN; ALTER TABLE t ADD COLUMN b DEFAULT 2");
    assertThat(run("SELECT * FROM t")).containsExactly(1L, 2L);
    db.execute("ROLLBACK");
    assertThat(run("SELECT * FROM t")).containsExactly(1L);
  }

  @Test
  void changesOfOtherConnectionsAreSeen() {
    db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    assertThat(run("SELECT * FROM t")).containsExactly(1L);
    try (Connection other = Database.at(SHARED).connect()) {
      other.execute("DROP TABLE t; CREATE TABLE t(x, y); INSERT INTO t VALUES(7, 8)");
    }
    assertThat(run("SELECT * FROM t")).containsExactly(7L, 8L);
  }

  @Test
  void attachedDatabasesAreSeenAndForgotten() {
    db.execute("ATTACH '" + folder.resolve("a.db") + "' AS a; CREATE TABLE a.t(x);");
    db.execute("INSERT INTO a.t VALUES('a')");
    assertThat(run("SELECT * FROM t")).containsExactly("a");
    db.execute("DETACH a");
    assertThatThrownBy(() -> run("SELECT * FROM t")).hasMessageContaining("no such table: t");
    db.execute("ATTACH '" + folder.resolve("b.db") + "' AS a; CREATE TABLE a.t(x);");
    db.execute("INSERT INTO a.t VALUES('b')");
    assertThat(run("SELECT * FROM t")).containsExactly("b");
  }

  @Test
  void settingsAreSeen() {
    db.execute("CREATE TABLE p(k PRIMARY KEY); CREATE TABLE c(k REFERENCES p)");
    run("INSERT INTO c VALUES(1)");
    db.execute("PRAGMA foreign_keys = on");
    assertThatThrownBy(() -> run("INSERT INTO c VALUES(1)"))
        .hasMessageContaining("FOREIGN KEY constraint failed");
    assertThat(run("SELECT 'a' LIKE 'A'")).containsExactly(1L);
    db.execute("PRAGMA case_sensitive_like = on");
    assertThat(run("SELECT 'a' LIKE 'A'")).containsExactly(0L);
    assertThat(run("DELETE FROM c")).isEmpty();
    db.execute("PRAGMA count_changes = on");
    assertThat(run("DELETE FROM c")).containsExactly(0L);
    assertThat(nameOf("SELECT k FROM p")).isEqualTo("k");
    db.execute("PRAGMA short_column_names = off; PRAGMA full_column_names = on");
    assertThat(nameOf("SELECT k FROM p")).isEqualTo("p.k");
    db.execute("PRAGMA query_only = on");
    assertThatThrownBy(() -> run("DELETE FROM c")).hasMessageContaining("readonly");
  }

  private String nameOf(String sql) {
    try (Statement statement = db.prepare(sql)) {
      return statement.columnName(0);
    }
  }

  @Test
  void newFunctionsAreSeen() {
    assertThat(run("SELECT abs(-1)")).containsExactly(1L);
    db.createFunction("abs", 1, true, arguments -> "mine");
    assertThat(run("SELECT abs(-1)")).containsExactly("mine");
  }

  @Test
  void parametersAreNullAgain() {
    assertThat(run("SELECT ?1, ?2", 1L, "two")).containsExactly(1L, "two");
    assertThat(run("SELECT ?1, ?2")).containsExactly(null, null);
  }

  @Test
  void aTextMayBeOpenManyTimes() {
    db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2), (3)");
    run("SELECT a FROM t WHERE a >= ?", 1L);
    try (Statement one = db.prepare("SELECT a FROM t WHERE a >= ?");
        Statement two = db.prepare("SELECT a FROM t WHERE a >= ?")) {
      one.bindLong(1, 1);
      two.bindLong(1, 3);
      assertThat(one.step()).isTrue();
      assertThat(two.step()).isTrue();
      assertThat(one.columnLong(0)).isEqualTo(1);
      assertThat(two.columnLong(0)).isEqualTo(3);
      assertThat(two.step()).isFalse();
      assertThat(one.step()).isTrue();
      assertThat(one.columnLong(0)).isEqualTo(2);
    }
    assertThat(run("SELECT a FROM t WHERE a >= ?", 2L)).containsExactly(2L, 3L);
  }

  @Test
  void whoClosedAStatementHasNoPartInTheNext() {
    db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2)");
    Statement closed = db.prepare("SELECT a FROM t");
    assertThat(closed.step()).isTrue();
    closed.close(); // with rows left
    try (Statement next = db.prepare("SELECT a FROM t")) {
      assertThat(next.step()).isTrue();
      assertThatThrownBy(closed::step)
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.MISUSE));
      closed.close();
      assertThat(next.columnLong(0)).isEqualTo(1);
      assertThat(next.step()).isTrue();
      assertThat(next.columnLong(0)).isEqualTo(2);
    }
  }

  @Test
  void aStatementThatFailedRunsAgain() {
    db.execute("CREATE TABLE t(a PRIMARY KEY)");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> run("INSERT INTO t VALUES(?), (?)", 1L, 1L))
          .hasMessageContaining("UNIQUE constraint failed: t.a");
    }
    run("INSERT INTO t VALUES(?), (?)", 1L, 2L);
    assertThat(run("SELECT count(*) FROM t")).containsExactly(2L);
  }

  @Test
  void aTextOfSeveralStatementsBeginsWithItsFirst() {
    for (int i = 0; i < 2; i++) {
      try (Statement first = db.prepare("SELECT 1; SELECT 2")) {
        assertThat(first.remainder()).isEqualTo(" SELECT 2");
        assertThat(first.step()).isTrue();
        assertThat(first.columnLong(0)).isEqualTo(1);
      }
      try (Statement second = db.prepareAt("SELECT 1; SELECT 2", 9).orElseThrow()) {
        assertThat(second.step()).isTrue();
        assertThat(second.columnLong(0)).isEqualTo(2);
      }
    }
  }

  @Test
  void moreTextsThanAreKeptStayRight() {
    db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 300; i++) {
        assertThat(run("SELECT a + " + i + " FROM t")).containsExactly(1L + i);
      }
      db.execute("BEGIN");
      for (int i = 0; i < 300; i++) {
        run("UPDATE t SET a = a + " + i);
      }
      db.execute("ROLLBACK");
    }
  }

  /** What a statement depends on need not be what it reads rows of. */
  @Test
  void definitionsThatAnotherConnectionHasReplacedAreSeen() {
    db.execute(
        "CREATE TABLE t(a); CREATE VIEW v AS SELECT 1 AS x; CREATE VIEW w AS SELECT * FROM v");
    assertThat(run("SELECT * FROM v")).containsExactly(1L);
    assertThat(run("SELECT (SELECT x FROM w), 0 IN v")).containsExactly(1L, 0L);
    db.execute(
        "CREATE TEMP TABLE log(x);"
            + " CREATE TEMP TRIGGER fires INSTEAD OF INSERT ON main.v"
            + " BEGIN INSERT INTO log VALUES(new.x); END");
    run("INSERT INTO v VALUES(7)");
    try (Connection other = Database.at(SHARED).connect();
        Statement kept = db.prepare("SELECT * FROM w")) {
      assertThat(kept.step()).isTrue();
      kept.reset();
      other.execute("DROP VIEW v; CREATE VIEW v AS SELECT 0 AS x, 2 AS y");
      assertThat(run("SELECT * FROM v")).containsExactly(0L, 2L);
      assertThat(run("SELECT (SELECT x FROM w), 1 FROM w")).containsExactly(0L, 1L);
      assertThat(kept.step()).isTrue();
      assertThat(kept.columnCount()).isEqualTo(2);
      assertThatThrownBy(() -> run("INSERT INTO v VALUES(7)")).hasMessageContaining("2 columns");
      other.execute("DROP VIEW v");
      assertThatThrownBy(() -> run("SELECT * FROM v")).hasMessageContaining("no such table: v");
      assertThatThrownBy(() -> run("INSERT INTO v VALUES(7)"))
          .hasMessageContaining("no such table: v");
    }
  }

  @Test
  void whatATemporaryTriggerIsOnMayBeGone() {
    db.execute("CREATE TABLE t(a)");
    assertThat(run("SELECT count(*) FROM t")).containsExactly(0L);
    try (Connection other = Database.at(SHARED).connect()) {
      other.execute("DROP TABLE t");
    }
    assertThatThrownBy(
            () -> db.execute("CREATE TEMP TRIGGER fires AFTER INSERT ON t BEGIN SELECT 1; END"))
        .hasMessageContaining("no such table: t");
  }

  @Test
  void textsThatFailedBesideADatabaseThatIsDetachedFailAsBefore() {
    db.execute("ATTACH ':memory:' AS more");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> run("SELECT a FROM later WHERE a > 1"))
          .hasMessageContaining("no such table: later");
    }
    db.execute("DETACH more");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> run("SELECT a FROM later WHERE a > 1"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("no such table: later");
    }
    db.execute("CREATE TABLE later(a); INSERT INTO later VALUES(2)");
    assertThat(run("SELECT a FROM later WHERE a > 1")).containsExactly(2L);
  }

  @Test
  void anIndexGoesToAnotherDatabaseOnlyWhereThatIsSaid() {
    db.execute("ATTACH ':memory:' AS more; CREATE TABLE more.m(a); CREATE TEMP TABLE p(a)");
    assertThatThrownBy(() -> db.execute("CREATE INDEX i ON m(a)"))
        .hasMessageContaining("no such table: main.m");
    db.execute("CREATE INDEX more.i ON m(a); CREATE INDEX i ON p(a)");
    assertThat(run("SELECT name FROM more.sqlite_schema WHERE type = 'index'"))
        .containsExactly("i");
    assertThat(run("SELECT name FROM temp.sqlite_schema WHERE type = 'index'"))
        .containsExactly("i");
  }
}
