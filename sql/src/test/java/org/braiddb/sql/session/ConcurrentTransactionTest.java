package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.braiddb.sql.Connection;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.sql.oracle.Connections;
import org.braiddb.sql.oracle.Sqlite;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** BEGIN CONCURRENT in every mode that has it: what is promised in all of them. */
class ConcurrentTransactionTest {
  @TempDir Path folder;

  static Stream<String> modes() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().concurrentTransactions())
        .map(StorageEngine::journalMode);
  }

  private Connection connect(String mode) {
    return connect(mode, "t.db");
  }

  private Connection connect(String mode, String file) {
    return Connections.connect(folder.resolve(file), mode);
  }

  private static String first(Connection db, String sql) {
    try (Statement statement = db.prepare(sql)) {
      return statement.step() ? String.valueOf(statement.columnText(0)) : "no row";
    }
  }

  private static void assertConflict(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ResultCode.BUSY_SNAPSHOT);
              assertThat(e.getMessage()).contains("conflict");
              SqlException.Conflict conflict = e.conflict().orElseThrow();
              assertThat(conflict.winner()).isPositive();
              assertThat(conflict.kind()).isNotEqualTo(ConflictException.Kind.OTHER);
              assertThat(e.getMessage()).contains(conflict.object(), conflict.place());
            });
  }

  private void assertIntact(String file) {
    try (Sqlite sqlite = new Sqlite(folder.resolve(file).toString())) {
      assertThat(sqlite.run("PRAGMA integrity_check").toString()).contains("'ok'");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowThatMeetsAConflictLeavesNoEntryBehind(String mode) {
    try (Connection losing = connect(mode);
        Connection winning = connect(mode)) {
      losing.execute(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a); CREATE INDEX i ON t(a); CREATE INDEX j ON"
              + " t(a, k)");
      losing.execute("BEGIN CONCURRENT");
      boolean lost = false;
      int inserted = 0;
      try (Statement insert = losing.prepare("INSERT INTO t VALUES(?1, 'own')")) {
        for (int i = 1; i <= 40; i++) {
          if (i == 30) {
            winning.execute("INSERT INTO t VALUES(40, 'theirs')");
          }
          insert.reset();
          insert.bindLong(1, i);
          try {
            while (insert.step()) {
              // It gives no rows.
            }
            inserted++;
          } catch (SqlException e) {
            lost = true;
            assertThat(e.code()).isEqualTo(ResultCode.BUSY_SNAPSHOT);
          }
        }
      }
      assertThat(inserted).isEqualTo(lost ? 39 : 40);
      for (String index : List.of("NOT INDEXED", "INDEXED BY i", "INDEXED BY j")) {
        assertThat(first(losing, "SELECT count(*) FROM t " + index + " WHERE a = 'own'"))
            .as(index)
            .isEqualTo(Integer.toString(inserted));
      }
      assertConflict(() -> losing.execute("COMMIT"));
      losing.execute("ROLLBACK");
      assertThat(first(losing, "SELECT count(*) FROM t INDEXED BY i WHERE a >= ''")).isEqualTo("1");
    }
    assertIntact("t.db");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowNamedByItsRowidMeetsAConflictBeforeItChanges(String mode) {
    try (Connection losing = connect(mode);
        Connection winning = connect(mode)) {
      for (String change :
          List.of("UPDATE t SET a = 'own' WHERE k = 1", "DELETE FROM t WHERE k = 1")) {
        losing.execute("DROP TABLE IF EXISTS t; CREATE TABLE t(k INTEGER PRIMARY KEY, a)");
        losing.execute("INSERT INTO t VALUES(1, 'old'), (2, 'old')");
        losing.execute("BEGIN CONCURRENT");
        assertThat(first(losing, "SELECT a FROM t WHERE k = 1")).isEqualTo("old");
        winning.execute("UPDATE t SET a = 'theirs' WHERE k = 1");
        losing.execute("UPDATE t SET a = 'own' WHERE k = 2");
        boolean lost = false;
        try {
          losing.execute(change);
        } catch (SqlException e) {
          lost = true;
          assertThat(e.code()).isEqualTo(ResultCode.BUSY_SNAPSHOT);
        }
        assertThat(first(losing, "SELECT a FROM t WHERE k = 2")).isEqualTo("own");
        assertThat(first(losing, "SELECT count(*) FROM t WHERE k = 1 AND a = 'old'"))
            .as(change)
            .isEqualTo(lost ? "1" : "0");
        assertConflict(() -> losing.execute("COMMIT"));
        losing.execute("ROLLBACK");
        assertThat(first(losing, "SELECT group_concat(a) FROM t")).isEqualTo("theirs,old");
      }
    }
    assertIntact("t.db");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void serializableTransactionThatFoundNoRowToChangeConflictsWithWhoAddsIt(String mode) {
    for (String change :
        List.of("UPDATE t SET a = 'own' WHERE k = 5", "DELETE FROM t WHERE k = 5")) {
      try (Connection losing = connect(mode);
          Connection winning = connect(mode)) {
        losing.execute("DROP TABLE IF EXISTS t; CREATE TABLE t(k INTEGER PRIMARY KEY, a)");
        losing.execute("DROP TABLE IF EXISTS u; CREATE TABLE u(k INTEGER PRIMARY KEY, a)");
        losing.execute("PRAGMA isolation = serializable");
        losing.execute("BEGIN CONCURRENT");
        losing.execute(change);
        losing.execute("INSERT INTO u VALUES(1, 'no row 5')");
        winning.execute("INSERT INTO t VALUES(5, 'theirs')");
        assertConflict(() -> losing.execute("COMMIT"));
        losing.execute("ROLLBACK");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void serializableTransactionThatLookedAtDefinitionsConflictsWithTheirChange(String mode) {
    List<String> looks =
        List.of(
            "SELECT count(*) FROM sqlite_schema",
            "PRAGMA table_info(t)",
            "PRAGMA table_list",
            "CREATE TABLE IF NOT EXISTS t(a)",
            "DROP TABLE IF EXISTS missing",
            "CREATE INDEX IF NOT EXISTS i ON t(a)");
    try (Connection looking = connect(mode);
        Connection defining = connect(mode)) {
      looking.execute(
          "PRAGMA isolation = serializable; CREATE TABLE t(a); CREATE INDEX i ON t(a);"
              + " CREATE TABLE log(a); CREATE TABLE unused(a)");
      for (String look : looks) {
        looking.execute("BEGIN CONCURRENT; " + look + "; INSERT INTO log VALUES(1)");
        defining.execute("ALTER TABLE unused ADD COLUMN c" + looks.indexOf(look));
        assertThatThrownBy(() -> looking.execute("COMMIT"))
            .as(look)
            .hasMessageContaining("conflict");
        looking.execute("ROLLBACK");
        looking.execute("BEGIN CONCURRENT; " + look);
        defining.execute("ALTER TABLE unused ADD COLUMN d" + looks.indexOf(look));
        looking.execute("COMMIT"); // it has changed nothing
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whatIsLookedForIfItExistsIsLookedForInThePresentSchema(String mode) {
    try (Connection first = connect(mode);
        Connection second = connect(mode)) {
      first.execute("CREATE TABLE t(a)");
      second.execute("DROP TABLE IF EXISTS u; CREATE TABLE IF NOT EXISTS t(a)");
      first.execute("DROP TABLE t; CREATE TABLE u(a)");
      second.execute("CREATE TABLE IF NOT EXISTS t(a, b); DROP TABLE IF EXISTS u");
      assertThat(first(first, "SELECT group_concat(name || ncol) FROM pragma_table_list"))
          .contains("t2")
          .doesNotContain("u1");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void afterAConflictReadsWorkAndNothingElse(String mode) {
    try (Connection loser = connect(mode);
        Connection winner = connect(mode)) {
      winner.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES(1, 'old')");
      loser.execute("BEGIN CONCURRENT; SELECT * FROM t; SAVEPOINT s");
      winner.execute("UPDATE t SET b = 'new'");
      assertConflict(() -> loser.execute("UPDATE t SET b = 'lost'; COMMIT"));
      assertThat(loser.autocommit()).isFalse();
      for (int i = 0; i < 2; i++) {
        assertConflict(loser::commit);
        assertConflict(() -> loser.execute("UPDATE t SET b = 'again'"));
        assertConflict(() -> loser.execute("CREATE TABLE u(a)"));
        loser.execute("ROLLBACK TO s");
        assertThat(first(loser, "SELECT b FROM t")).isEqualTo("old");
      }
      loser.execute("RELEASE s");
      assertConflict(loser::commit);
      loser.rollback();
      assertThat(first(loser, "SELECT b FROM t")).isEqualTo("new");
      loser.execute("BEGIN CONCURRENT; UPDATE t SET b = 'last'; COMMIT");
      assertThat(first(winner, "SELECT b FROM t")).isEqualTo("last");
    }
    assertIntact("t.db");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void plainWritersBesideConcurrentOnesCannotLose(String mode) {
    try (Connection concurrent = connect(mode);
        Connection plain = connect(mode)) {
      plain.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES(1,0),(2,0)");
      plain.execute("BEGIN IMMEDIATE; UPDATE t SET b = b + 1 WHERE a = 1");
      concurrent.execute("BEGIN CONCURRENT; UPDATE t SET b = b + 10 WHERE a = 1");
      assertThatThrownBy(concurrent::commit)
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.BUSY));
      assertThat(concurrent.autocommit()).isFalse();
      plain.commit();
      assertConflict(concurrent::commit);
      concurrent.rollback();
      assertThat(first(plain, "SELECT b FROM t WHERE a = 1")).isEqualTo("1");
      // In autocommit mode a statement is the writer from its first look at the database.
      concurrent.execute("BEGIN CONCURRENT; UPDATE t SET b = b + 10 WHERE a = 2");
      assertThat(first(plain, "UPDATE t SET b = b + 1 WHERE a = 2 RETURNING b")).isEqualTo("1");
      assertConflict(concurrent::commit);
    }
    assertIntact("t.db");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aCommitWaitsForTheWriterUnderTheBusyTimeout(String mode) throws Exception {
    try (Connection concurrent = connect(mode);
        Connection plain = connect(mode);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      plain.execute("CREATE TABLE t(a); CREATE TABLE u(a); INSERT INTO t VALUES(1)");
      plain.execute("BEGIN IMMEDIATE; INSERT INTO u VALUES(1)");
      concurrent.setBusyTimeout(Duration.ofSeconds(30));
      concurrent.execute("BEGIN CONCURRENT; INSERT INTO t VALUES(2)");
      Future<?> commit = thread.submit(concurrent::commit);
      plain.commit();
      commit.get();
      assertThat(first(plain, "SELECT count(*) FROM t")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whatSqliteRefusesInConcurrentTransactionsIsRefused(String mode) {
    try (Connection db = connect(mode)) {
      db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1),(2)");
      db.execute("BEGIN CONCURRENT; INSERT INTO t VALUES(3)");
      assertThatThrownBy(() -> db.execute("BEGIN")).hasMessageContaining("within a transaction");
      assertThatThrownBy(() -> db.execute("VACUUM")).isInstanceOf(SqlException.class);
      assertThatThrownBy(() -> db.execute("PRAGMA wal_checkpoint"))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.LOCKED));
      try (Statement select = db.prepare("SELECT a FROM t")) {
        assertThat(select.step()).isTrue();
        assertThatThrownBy(db::commit)
            .isInstanceOfSatisfying(
                SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.BUSY))
            .hasMessageContaining("SQL statements in progress");
        assertThat(select.step()).isTrue();
        select.reset();
        db.commit();
      }
      assertThat(first(db, "SELECT count(*) FROM t")).isEqualTo("3");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void definitionsMadeInsideAreThereForAllAfterTheCommit(String mode) {
    try (Connection db = connect(mode);
        Connection other = connect(mode)) {
      other.execute("CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'x'), (2, 'y')");
      try (Statement insert = db.prepare("INSERT INTO t(a) VALUES(?)");
          Statement theirs = other.prepare("SELECT b FROM t WHERE a = 2")) {
        db.execute("BEGIN CONCURRENT; CREATE TABLE u(k PRIMARY KEY, v) WITHOUT ROWID");
        db.execute("CREATE INDEX ta ON t(a); ALTER TABLE t ADD COLUMN c DEFAULT 7");
        db.execute("INSERT INTO u VALUES('one', 1)");
        insert.bindLong(1, 3);
        assertThat(insert.step()).isFalse();
        try (Statement select = db.prepare("SELECT v FROM u WHERE k = 'one'")) {
          assertThat(select.step()).isTrue();
          select.reset();
          assertThat(theirs.step()).isTrue();
          theirs.reset();
          assertThatThrownBy(() -> other.execute("SELECT * FROM u"))
              .hasMessageContaining("no such");
          db.commit();
          assertThat(select.step()).isTrue();
          assertThat(select.columnLong(0)).isEqualTo(1);
        }
        insert.bindLong(1, 4);
        assertThat(insert.step()).isFalse();
        assertThat(theirs.step()).isTrue();
        assertThat(theirs.columnText(0)).isEqualTo("y");
      }
      other.execute("INSERT INTO u VALUES('two', 2); DROP INDEX ta");
      assertThat(first(db, "SELECT group_concat(a || c) FROM t")).isEqualTo("17,27,37,47");
      assertThat(first(db, "SELECT sum(v) FROM u")).isEqualTo("3");
      assertThat(first(db, "PRAGMA integrity_check")).isEqualTo("ok");
    }
    assertIntact("t.db");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aDefinitionRolledBackIsForgotten(String mode) {
    try (Connection db = connect(mode);
        Connection other = connect(mode)) {
      other.execute("CREATE TABLE t(a)");
      db.execute("BEGIN CONCURRENT; CREATE TABLE u(x); INSERT INTO u VALUES(1); ROLLBACK");
      other.execute("CREATE TABLE u(y, z); INSERT INTO u VALUES(2, 3)");
      assertThat(first(db, "SELECT z FROM u")).isEqualTo("3");
      db.execute("BEGIN CONCURRENT; SAVEPOINT s; ALTER TABLE u ADD COLUMN w DEFAULT 4");
      assertThat(first(db, "SELECT w FROM u")).isEqualTo("4");
      db.execute("ROLLBACK TO s");
      assertThatThrownBy(() -> db.execute("SELECT w FROM u"))
          .hasMessageContaining("no such column");
      db.commit();
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void changesOfTableAndDefinitionByTwoDoNotBothCommit(String mode) {
    for (String definition :
        List.of(
            "CREATE INDEX i ON t(b)",
            "CREATE UNIQUE INDEX i ON T(b)",
            "ALTER TABLE t ADD COLUMN c NOT NULL DEFAULT 1",
            "ALTER TABLE t RENAME TO s",
            "DROP TABLE t")) {
      String file = "d" + definition.hashCode() + ".db";
      try (Connection one = connect(mode, file);
          Connection two = connect(mode, file)) {
        one.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t(b) VALUES('x')");
        one.execute("BEGIN CONCURRENT; " + definition);
        two.execute("BEGIN CONCURRENT; INSERT INTO t(b) VALUES('y')");
        two.commit();
        assertConflict(one::commit);
        one.execute("ROLLBACK; BEGIN CONCURRENT; " + definition);
        two.execute("BEGIN CONCURRENT; INSERT INTO t(b) VALUES('z')");
        one.commit();
        assertConflict(two::commit);
        two.rollback();
        assertThat(first(two, "PRAGMA integrity_check")).isEqualTo("ok");
      }
      assertIntact(file);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aParentTakenAwayAndAChildAddedByTwoDoNotBothCommit(String mode) {
    int number = 0;
    for (String foreignKeys : List.of("ON", "OFF")) {
      for (String removal :
          List.of(
              "DELETE FROM p",
              "UPDATE p SET k = 9",
              "DROP TABLE p",
              "DROP INDEX pk",
              "ALTER TABLE p RENAME TO q",
              "INSERT OR REPLACE INTO p VALUES(1, 8)")) {
        String file = "f" + number++ + ".db";
        try (Connection remover = connect(mode, file);
            Connection child = connect(mode, file)) {
          remover.execute(
              "CREATE TABLE p(id INTEGER PRIMARY KEY, k); CREATE UNIQUE INDEX pk ON p(k)");
          remover.execute("CREATE TABLE c(x REFERENCES p(k) DEFERRABLE INITIALLY DEFERRED)");
          remover.execute("INSERT INTO p VALUES(1, 5); PRAGMA foreign_keys = " + foreignKeys);
          child.execute("PRAGMA foreign_keys = ON");
          String what = removal + " with foreign_keys " + foreignKeys;

          remover.execute("BEGIN CONCURRENT; " + removal);
          child.execute("BEGIN CONCURRENT; INSERT INTO c VALUES(5)");
          remover.commit();
          assertThat(outcome(child)).as(what + " first").isEqualTo(ResultCode.BUSY_SNAPSHOT);
          child.rollback();
        }
        if (foreignKeys.equals("OFF")) {
          continue; // who removes behind the child does so unchecked, as he would alone
        }
        try (Connection remover = connect(mode, "g" + file);
            Connection child = connect(mode, "g" + file)) {
          remover.execute(
              "CREATE TABLE p(id INTEGER PRIMARY KEY, k); CREATE UNIQUE INDEX pk ON p(k)");
          remover.execute("CREATE TABLE c(x REFERENCES p(k))");
          remover.execute("INSERT INTO p VALUES(1, 5); PRAGMA foreign_keys = ON");
          child.execute("PRAGMA foreign_keys = ON");

          remover.execute("BEGIN CONCURRENT; " + removal);
          child.execute("BEGIN CONCURRENT; INSERT INTO c VALUES(5)");
          child.commit();
          assertThat(outcome(remover)).as(removal + " second").isEqualTo(ResultCode.BUSY_SNAPSHOT);
          remover.rollback();
          assertThat(first(child, "PRAGMA foreign_key_check")).isEqualTo("no row");
        }
      }
    }
  }

  /** What becomes of a COMMIT. */
  private static ResultCode outcome(Connection db) {
    try {
      db.commit();
      return ResultCode.OK;
    } catch (SqlException e) {
      return e.code();
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void changesOfTwoDatabasesCommitTogetherOrNotAtAll(String mode) {
    String attach =
        "ATTACH '" + folder.resolve("aux.db") + "' AS aux; PRAGMA journal_mode = " + mode;
    try (Connection db = connect(mode);
        Connection other = connect(mode, "aux.db")) {
      db.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES(1, 0)");
      other.execute("CREATE TABLE u(a INTEGER PRIMARY KEY, b); INSERT INTO u VALUES(1, 0)");
      db.execute(attach);
      db.execute("CREATE TEMP TABLE v AS SELECT 0 AS b");
      String change = "UPDATE v SET b=b+1; UPDATE t SET b=b+1; UPDATE u SET b=b+1; ";
      db.execute("BEGIN CONCURRENT; " + change + "COMMIT");
      db.execute("BEGIN CONCURRENT; " + change);
      other.execute("UPDATE u SET b = 10");
      assertConflict(db::commit);
      db.rollback();
      assertThat(first(db, "SELECT t.b || ',' || u.b || ',' || v.b FROM t, u, v"))
          .isEqualTo("1,10,1");
      db.execute("BEGIN CONCURRENT; " + change);
      other.execute("BEGIN IMMEDIATE");
      assertThatThrownBy(db::commit)
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.BUSY));
      try (Connection third = connect(mode)) {
        // The database that was ready to commit has been let go meanwhile.
        third.execute("BEGIN IMMEDIATE; ROLLBACK");
      }
      other.rollback();
      db.commit();
      assertThat(first(db, "SELECT t.b || ',' || u.b || ',' || v.b FROM t, u, v"))
          .isEqualTo("2,11,2");
    }
    assertIntact("t.db");
    assertIntact("aux.db");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aDatabaseWithoutConcurrentTransactionsTakesPartWithAPlainOne(String mode) {
    String attach =
        "ATTACH '" + folder.resolve("aux.db") + "' AS aux; PRAGMA aux.journal_mode = wal";
    try (Connection db = connect(mode);
        Connection other = connect("wal", "aux.db")) {
      other.execute("CREATE TABLE u(a)");
      db.execute("CREATE TABLE t(a); " + attach);
      db.execute("BEGIN CONCURRENT; INSERT INTO t VALUES(1); INSERT INTO u VALUES(1)");
      assertThatThrownBy(() -> other.execute("INSERT INTO u VALUES(2)"))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.BUSY));
      db.commit();
      assertThat(first(other, "SELECT count(*) FROM u")).isEqualTo("1");
      other.execute("BEGIN; SELECT * FROM u");
      assertThatThrownBy(() -> other.execute("BEGIN CONCURRENT"))
          .hasMessageContaining("within a transaction");
    }
  }
}
