package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.sql.ValueType;
import org.braiddb.storage.ResultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  private static final String SHARED = "file:shared?mode=memory&cache=shared";

  @TempDir Path folder;

  @Test
  void statementsAreBoundSteppedAndReset() {
    try (Connection db = Database.at(":memory:").connect()) {
      db.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b); -- comment\n ;");
      try (Statement insert = db.prepare("INSERT INTO t(b) VALUES(:v); SELECT 1")) {
        assertThat(insert.parameterCount()).isEqualTo(1);
        assertThat(insert.parameterName(1)).contains(":v");
        assertThat(insert.remainder()).isEqualTo(" SELECT 1");
        assertThat(insert.isReadOnly()).isFalse();
        for (Object value : new Object[] {1L, "text", 2.5, new byte[] {1, 2}, null}) {
          insert.bind(":v", value);
          assertThat(insert.step()).isFalse();
          assertThat(insert.changes()).isEqualTo(1);
        }
      }
      assertThat(db.lastInsertRowid()).isEqualTo(5);
      try (Statement select = db.prepare("SELECT a AS n, b FROM t ORDER BY a")) {
        assertThat(select.columnName(0)).isEqualTo("n");
        assertThat(select.columnDeclaredType(0)).contains("INTEGER");
        assertThat(select.columnOrigin(1).orElseThrow().table()).isEqualTo("t");
        assertThat(select.step()).isTrue();
        assertThat(select.columnType(1)).isEqualTo(ValueType.INTEGER);
        assertThat(select.step()).isTrue();
        assertThat(select.columnText(1)).isEqualTo("text");
        assertThat(select.step()).isTrue();
        assertThat(select.columnDouble(1)).isEqualTo(2.5);
        assertThat(select.step()).isTrue();
        assertThat(select.columnBlob(1)).containsExactly(1, 2);
        assertThat(select.step()).isTrue();
        assertThat(select.columnIsNull(1)).isTrue();
        assertThat(select.step()).isFalse();
        assertThat(select.step()).isTrue();
      }
    }
  }

  @Test
  void statementsFollowTheSchema() {
    try (Connection db = Database.at(SHARED).connect();
        Connection other = Database.at(SHARED).connect()) {
      db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
      try (Statement select = db.prepare("SELECT * FROM t")) {
        assertThat(select.step()).isTrue();
        select.reset();
        other.execute("DROP TABLE t; CREATE TABLE t(x, y); INSERT INTO t VALUES(7, 8)");
        assertThat(select.step()).isTrue();
        assertThat(select.columnCount()).isEqualTo(2);
        assertThat(select.columnLong(1)).isEqualTo(8);
      }
    }
  }

  @Test
  void errorsTellCodeAndPlace() {
    try (Connection db = Database.at(":memory:").connect()) {
      assertThatThrownBy(() -> db.execute("SELECT 1;\nSELECT nope"))
          .isInstanceOfSatisfying(
              SqlException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ResultCode.ERROR);
                assertThat(e.getMessage()).startsWith("no such column: nope");
                assertThat(e.line()).hasValue(2);
                assertThat(e.column()).hasValue(8);
              });
      assertThatThrownBy(() -> db.execute("SELEC 1"))
          .isInstanceOf(SqlException.class)
          .hasMessageStartingWith("near \"SELEC\": syntax error");
    }
  }

  @Test
  void readersOfOpenResultsKeepTheirRowsAcrossCommitAndRollback() {
    try (Connection db = Database.at(":memory:").connect()) {
      db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1),(2),(3)");
      for (String end : new String[] {"COMMIT", "ROLLBACK"}) {
        db.begin();
        try (Statement select = db.prepare("SELECT a FROM t ORDER BY a")) {
          assertThat(select.step()).isTrue();
          db.execute("INSERT INTO t VALUES(9); " + end);
          assertThat(select.columnLong(0)).isEqualTo(1);
          assertThat(select.step()).isTrue();
          assertThat(select.columnLong(0)).isEqualTo(2);
        }
        db.execute("DELETE FROM t WHERE a=9");
      }
    }
  }

  @Test
  void rowsCanBeChangedWhileTheyAreRead() {
    try (Connection db = Database.at(":memory:").connect()) {
      db.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t VALUES(1,0),(2,0),(3,0)");
      int rows = 0;
      try (Statement select = db.prepare("SELECT a FROM t");
          Statement update = db.prepare("UPDATE t SET b=b+1 WHERE a=?")) {
        while (select.step()) {
          update.bindLong(1, select.columnLong(0));
          update.step();
          rows++;
        }
      }
      assertThat(rows).isEqualTo(3);
      assertThat(single(db, "SELECT sum(b) FROM t")).isEqualTo(3);
    }
  }

  @Test
  void busyWritersWaitOrFail() throws InterruptedException {
    try (Connection holder = Database.at(SHARED).connect();
        Connection waiter = Database.at(SHARED).connect()) {
      holder.execute("CREATE TABLE t(a); BEGIN IMMEDIATE; INSERT INTO t VALUES(1)");
      assertThatThrownBy(() -> waiter.execute("INSERT INTO t VALUES(2)"))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code().primary()).isEqualTo(5));
      waiter.setBusyTimeout(Duration.ofSeconds(30));
      Thread writer = Thread.ofVirtual().start(() -> waiter.execute("INSERT INTO t VALUES(2)"));
      holder.commit();
      writer.join();
      assertThat(single(holder, "SELECT count(*) FROM t")).isEqualTo(2);
    }
  }

  @Test
  void interruptStopsALongStatement() throws InterruptedException {
    try (Connection db = Database.at(":memory:").connect()) {
      Statement endless =
          db.prepare(
              "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM"
                  + " n");
      Thread killer =
          Thread.ofPlatform()
              .start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                  db.interrupt();
                  Thread.onSpinWait();
                }
              });
      assertThatThrownBy(endless::step)
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.INTERRUPT));
      killer.interrupt();
      killer.join();
      endless.close();
      assertThat(single(db, "SELECT 5")).isEqualTo(5);
    }
  }

  @Test
  void functionsAndCollationsCanBeWrittenInJava() {
    try (Connection db = Database.at(":memory:").connect()) {
      db.createFunction("twice", 1, true, arguments -> arguments.longValue(0) * 2);
      db.createFunction(
          "boom",
          0,
          false,
          arguments -> {
            throw new IllegalStateException("bang");
          });
      db.createAggregate(
          "product",
          1,
          () -> {
            AtomicInteger product = new AtomicInteger(1);
            return new org.braiddb.sql.SqlAggregate.Group() {
              @Override
              public void step(org.braiddb.sql.FunctionArguments arguments) {
                product.set((int) (product.get() * arguments.longValue(0)));
              }

              @Override
              public Object result() {
                return product.get();
              }
            };
          });
      db.createCollation("backwards", (a, b) -> b.compareTo(a));
      assertThat(single(db, "SELECT twice(21)")).isEqualTo(42);
      assertThat(single(db, "SELECT product(column1) FROM (VALUES(2),(3),(7))")).isEqualTo(42);
      assertThatThrownBy(() -> db.execute("SELECT boom()")).hasMessageContaining("bang");
      db.execute(
          "CREATE TABLE t(a TEXT COLLATE backwards UNIQUE); INSERT INTO t VALUES('a'),('b')");
      try (Statement select = db.prepare("SELECT a FROM t ORDER BY a")) {
        select.step();
        assertThat(select.columnText(0)).isEqualTo("b");
      }
    }
  }

  @Test
  void oneStoreServesAllSpellingsOfAPath() throws Exception {
    Path file = folder.resolve("one.db");
    Path link = folder.resolve("link.db");
    try (Connection db = Database.at(file.toString()).connect()) {
      db.execute("CREATE TABLE t(a)");
      Files.createSymbolicLink(link, file);
      try (Connection other = Database.at("file:" + link + "?mode=rw").connect()) {
        other.execute("INSERT INTO t VALUES(1)");
      }
      assertThat(single(db, "SELECT count(*) FROM t")).isEqualTo(1);
    }
    assertThat(folder.resolve("one.db-wal")).doesNotExist();
  }

  @Test
  void readOnlyDatabasesRefuseChanges() {
    Path file = folder.resolve("ro.db");
    assertThatThrownBy(() -> Database.at("file:" + file + "?mode=ro").connect())
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.code().primary()).isEqualTo(14));
    try (Connection db = Database.at(file.toString()).connect()) {
      db.execute("CREATE TABLE t(a)");
    }
    try (Connection db = Database.at("file:" + file + "?mode=ro").connect()) {
      assertThat(single(db, "SELECT count(*) FROM t")).isZero();
      assertThat(db.isReadOnly("main")).isTrue();
      assertThatThrownBy(() -> db.execute("INSERT INTO t VALUES(1)"))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code().primary()).isEqualTo(8));
    }
  }

  @Test
  void journalModesAreNamedAndRefused() {
    DatabaseOptions wal = DatabaseOptions.builder().journalMode("wal").build();
    try (Connection db = Database.at(":memory:", wal).connect()) {
      assertThat(db.journalMode()).isEqualTo("wal");
      db.execute("PRAGMA journal_mode=WAL; PRAGMA main.journal_mode='wal'");
      assertThatThrownBy(() -> db.execute("PRAGMA journal_mode=delete"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("delete");
      assertThatThrownBy(() -> db.execute("PRAGMA journal_mode=nonsense"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("wal");
      db.execute("CREATE TABLE t(a)");
      assertThatThrownBy(() -> db.execute("PRAGMA journal_mode=naive"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("store databases differently");
      assertThatThrownBy(() -> db.execute("BEGIN CONCURRENT"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("concurrent");
      assertThat(db.autocommit()).isTrue();
    }
  }

  @Test
  void triggersMadeBySqliteAreFired() {
    Path file = folder.resolve("triggers.db");
    try (var sqlite = new org.braiddb.sql.oracle.Sqlite(file.toString())) {
      sqlite.run("CREATE TABLE t(a)");
      sqlite.run("INSERT INTO t VALUES(1)");
      sqlite.run("CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t WHERE a < NEW.a; END");
    }
    try (Connection db = Database.at(file.toString()).connect()) {
      assertThat(single(db, "SELECT a FROM t")).isEqualTo(1);
      db.execute("INSERT INTO t VALUES(2)");
      assertThat(single(db, "SELECT group_concat(a)+0 FROM t")).isEqualTo(2);
      db.execute("DROP TRIGGER tr; INSERT INTO t VALUES(3)");
      assertThat(single(db, "SELECT count(*) FROM t")).isEqualTo(2);
    }
  }

  @Test
  void closedObjectsAreRefused() {
    Connection db = Database.at(":memory:").connect();
    Statement statement = db.prepare("SELECT 1");
    db.close();
    db.close();
    assertThat(db.isClosed()).isTrue();
    assertThatThrownBy(statement::step)
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.MISUSE));
    assertThatThrownBy(() -> db.execute("SELECT 1"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.MISUSE));
  }

  private static long single(Connection db, String sql) {
    try (Statement statement = db.prepare(sql)) {
      assertThat(statement.step()).isTrue();
      return statement.columnLong(0);
    }
  }

  private static void assertReadOnly(Connection db) {
    assertThat(db.isReadOnly("main")).isTrue();
    for (String change :
        new String[] {
          "INSERT INTO t VALUES(9)",
          "CREATE TABLE u(a)",
          "PRAGMA user_version=3",
          "PRAGMA wal_checkpoint"
        }) {
      assertThatThrownBy(() -> db.execute(change))
          .as(change)
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.READONLY));
    }
    db.execute("BEGIN IMMEDIATE; SELECT * FROM t; COMMIT");
  }

  @Test
  void aReadOnlyConnectionStaysSoBesideOneThatWrites() {
    String file = folder.resolve("r.db").toString();
    try (Connection writer = Database.at(file).connect()) {
      writer.execute("CREATE TABLE t(a)");
      try (Connection reader = Database.at("file:" + file + "?mode=ro").connect()) {
        assertReadOnly(reader);
        writer.execute("INSERT INTO t VALUES(1)");
        assertThat(single(reader, "SELECT count(*) FROM t")).isEqualTo(1);
        writer.execute("ATTACH 'file:" + file + "?mode=ro' AS same");
        assertThatThrownBy(() -> writer.execute("INSERT INTO same.t VALUES(2)"))
            .isInstanceOf(SqlException.class);
      }
    }
  }

  @Test
  void aConnectionWritesAFileThatWasOpenForReadingOnly() {
    String file = folder.resolve("r.db").toString();
    try (Connection writer = Database.at(file).connect()) {
      writer.execute("CREATE TABLE t(a)");
    }
    try (Connection reader = Database.at("file:" + file + "?mode=ro").connect()) {
      assertReadOnly(reader);
      reader.execute("BEGIN; SELECT * FROM t");
      assertThatThrownBy(() -> Database.at(file).connect())
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.BUSY));
      reader.execute("SELECT * FROM t; COMMIT");
      try (Connection writer = Database.at(file).connect()) {
        writer.execute("INSERT INTO t VALUES(1)");
        assertThat(single(reader, "SELECT count(*) FROM t")).isEqualTo(1);
        assertReadOnly(reader);
      }
    }
  }
}
