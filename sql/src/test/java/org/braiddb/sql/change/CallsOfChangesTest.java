package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.storage.tck.checked.CheckedModeEngine;
import org.braiddb.storage.tck.counted.CallCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What changes ask of the storage: many rows in one call where nobody looks at them one by one, and
 * each by itself where somebody does. That the outcome is the same is for other tests, which
 * compare it with SQLite's.
 */
class CallsOfChangesTest {
  private static final CallCounts CALLS = CheckedModeEngine.CALLS;

  /** Rows that a statement is to find or change here; calls for each are as many, or more. */
  private static final int ROWS = 1000;

  private static final String MANY =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) ";

  private final Braid db = new Braid(":memory:", "checked");

  @BeforeEach
  void fill() {
    run(
        "PRAGMA foreign_keys = 1",
        "CREATE TABLE parent(id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE child(id INTEGER PRIMARY KEY, parent INT REFERENCES parent ON DELETE CASCADE,"
            + " name TEXT)",
        "CREATE INDEX child_parent ON child(parent)",
        "CREATE TABLE log(n INTEGER PRIMARY KEY, what)",
        MANY + "INSERT INTO parent SELECT i, 'parent ' || i FROM n",
        MANY + "INSERT INTO child SELECT i, i, 'child ' || (i * 7919 % 2000) FROM n");
  }

  @AfterEach
  void close() {
    assertThat(db.run("PRAGMA integrity_check")).isEqualTo(db.run("SELECT 'ok' integrity_check"));
    assertThat(db.run("PRAGMA foreign_key_check").toString()).contains("rows=[]");
    db.close();
  }

  private void run(String... statements) {
    for (String sql : statements) {
      assertThat(db.run(sql)).as(sql).isInstanceOf(Outcome.Rows.class);
    }
  }

  /** Counts the calls of a statement alone. */
  private void count(String sql) {
    CALLS.clear();
    run(sql);
  }

  private static long calls(String tree, String method) {
    return CALLS.of(tree, method);
  }

  // ---- new rows

  @Test
  void newRowsWithoutEntriesArePutInInBlocks() {
    count("INSERT INTO log(what) SELECT name || 'x' FROM child");
    assertThat(calls("log", "insertRows")).isBetween(1L, 2000L / 100);
    assertThat(calls("log", "insert")).isZero();
    count("INSERT INTO log(what) SELECT name FROM parent WHERE id > 500");
    assertThat(calls("log", "insertRows")).isBetween(1L, 1500L / 100);
    assertThat(calls("log", "insert")).isZero();
  }

  @Test
  void newRowsThatSomebodyAsksForArePutInByThemselves() {
    run("CREATE TRIGGER g AFTER INSERT ON log BEGIN SELECT 1; END");
    count("INSERT INTO log(what) SELECT name FROM child");
    assertThat(calls("log", "insert")).isEqualTo(2000);
    assertThat(calls("log", "insertRows")).isZero();
    run("DROP TRIGGER g");
    count("INSERT INTO log(n, what) SELECT id + 10000, name FROM child");
    assertThat(calls("log", "insert")).isEqualTo(2000);
    assertThat(calls("log", "insertRows")).isZero();
  }

  // ---- finding rows

  @ParameterizedTest
  @ValueSource(strings = {"name LIKE '%1'", "parent % 10 = 1 AND name > ''", "length(name) = 10"})
  void rowsOfADeleteAreShownInBlocks(String condition) {
    run("BEGIN", "UPDATE child SET name = name || '' WHERE id % 3 = 0");
    count("DELETE FROM child WHERE " + condition);
    assertThat(calls("child", "show")).isPositive();
    assertThat(calls("child", "next")).isLessThan(ROWS / 4);
    run("COMMIT");
  }

  @Test
  void rowsOfADeleteThatFiresTriggersAreShownInBlocksToo() {
    run(
        "CREATE TRIGGER gone AFTER DELETE ON child BEGIN INSERT INTO log VALUES(NULL, old.id); END");
    count("DELETE FROM child WHERE name LIKE '%1' RETURNING id");
    assertThat(calls("child", "show")).isPositive();
    assertThat(calls("child", "next")).isLessThan(ROWS / 4);
    assertThat(calls("child", "delete")).isEqualTo(200);
  }

  // ---- rows that go together

  @Test
  void parentsAndTheirChildrenGoTogether() {
    count("DELETE FROM parent WHERE id % 2 = 0");
    for (String table : new String[] {"parent", "child"}) {
      assertThat(calls(table, "deleteEach")).as(table).isBetween(1L, 10L);
      assertThat(calls(table, "delete")).as(table).isZero();
    }
    assertThat(calls("child_parent", "deleteLater")).isEqualTo(ROWS);
    assertThat(calls("child_parent", "delete")).isZero();
    // Children are looked for once for each parent, by one cursor, which stays where it is.
    assertThat(calls("child_parent", "seek")).isBetween((long) ROWS, ROWS + 10L);
    assertThat(calls("child_parent", "open")).isLessThan(10);
  }

  @Test
  void rowsThatOnlyReferGoTogether() {
    count("DELETE FROM child WHERE id % 2 = 0");
    assertThat(calls("child", "deleteEach")).isBetween(1L, 10L);
    assertThat(calls("child", "delete")).isZero();
    assertThat(calls("parent", "seek")).as("no parent is looked for").isZero();
  }

  /** What needs to see each row of a table, or the state between two. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER gone AFTER DELETE ON parent BEGIN INSERT INTO log VALUES(NULL, old.id); END",
        "CREATE TRIGGER gone BEFORE DELETE ON child BEGIN INSERT INTO log VALUES(NULL, old.id); END",
        "CREATE TABLE grandchild(child INT REFERENCES child ON DELETE CASCADE)",
        "CREATE TABLE other(parent INT REFERENCES parent)",
        "CREATE TABLE other(parent INT REFERENCES parent ON DELETE SET NULL)",
        "CREATE TABLE other(parent INT REFERENCES parent ON DELETE RESTRICT)",
        "CREATE TABLE other(parent INTEGER PRIMARY KEY REFERENCES parent ON DELETE CASCADE)"
            + " WITHOUT ROWID",
      })
  void parentsGoOneByOneWhereMoreThanTheirChildrenIsConcerned(String more) {
    run(more);
    count("DELETE FROM parent WHERE id % 2 = 0");
    assertThat(calls("parent", "deleteEach")).isZero();
    assertThat(calls("parent", "delete")).isEqualTo(ROWS);
    assertThat(calls("child_parent", "open")).as("one cursor for all parents").isLessThan(10);
  }

  @Test
  void parentsGoOneByOneWhereTheyAreReturned() {
    count("DELETE FROM parent WHERE id % 2 = 0 RETURNING id");
    assertThat(calls("parent", "deleteEach")).isZero();
    assertThat(calls("parent", "delete")).isEqualTo(ROWS);
  }

  @Test
  void parentsGoOneByOneWhileReferencesAreCountedAsBroken() {
    run(
        "CREATE TABLE late(parent INT REFERENCES parent ON DELETE CASCADE DEFERRABLE INITIALLY"
            + " DEFERRED)",
        "BEGIN",
        "INSERT INTO late VALUES(9000)");
    count("DELETE FROM parent WHERE id % 2 = 0");
    assertThat(calls("parent", "deleteEach")).isZero();
    assertThat(calls("parent", "delete")).isEqualTo(ROWS);
    run("DELETE FROM late", "COMMIT");
  }

  // ---- trees that are filled in their order

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX filled ON child(name)",
        "CREATE UNIQUE INDEX filled ON child(id + 1)",
        "CREATE INDEX filled ON child(name DESC, parent)",
      })
  void anIndexIsFilledInBlocks(String sql) {
    count(sql);
    assertThat(calls("filled", "insertEntries")).isBetween(1L, ROWS / 4L);
    assertThat(calls("filled", "insert")).isZero();
    count("REINDEX filled");
    assertThat(calls("filled", "insertEntries")).isBetween(1L, ROWS / 4L);
    assertThat(calls("filled", "insert")).isZero();
  }

  @Test
  void vacuumCopiesBlocks() {
    run("CREATE TABLE keyed(k TEXT PRIMARY KEY, v) WITHOUT ROWID");
    run(MANY + "INSERT INTO keyed SELECT 'key ' || i, i FROM n");
    count("VACUUM");
    for (String table : new String[] {"parent", "child"}) {
      assertThat(calls(table, "insertRows")).as(table).isBetween(1L, ROWS / 4L);
      assertThat(calls(table, "insert")).as(table).isZero();
    }
    for (String index : new String[] {"child_parent", "keyed"}) {
      assertThat(calls(index, "insertEntries")).as(index).isBetween(1L, ROWS / 4L);
      // Those that lie above the leaves of the tree that is read.
      assertThat(calls(index, "insert")).as(index).isLessThan(ROWS / 20);
    }
  }
}
