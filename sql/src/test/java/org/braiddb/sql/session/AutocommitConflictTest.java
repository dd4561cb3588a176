package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.braiddb.sql.oracle.Connections.number;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.ResultCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements in autocommit mode on an engine where even they lose. */
class AutocommitConflictTest {
  @TempDir Path folder;

  private final AtomicInteger losses = new AtomicInteger();
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void installTheEngine() throws IOException {
    System.getProperties().put(LosingEngine.MODE, losses);
    Thread.currentThread().setContextClassLoader(new LosingEngineLoader(folder));
  }

  @AfterEach
  void removeTheEngine() {
    Thread.currentThread().setContextClassLoader(before);
    System.getProperties().remove(LosingEngine.MODE);
  }

  private Connection connect() {
    DatabaseOptions options = DatabaseOptions.builder().journalMode(LosingEngine.MODE).build();
    Connection db = Database.at(":memory:", options).connect();
    assertThat(db.journalMode()).isEqualTo(LosingEngine.MODE);
    db.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE)");
    return db;
  }

  @Test
  void aStatementThatLosesIsRunAgain() {
    try (Connection db = connect()) {
      losses.set(3);
      db.execute("INSERT INTO t(b) VALUES('x'),('y')");
      assertThat(losses.get()).isNegative();
      assertThat(db.changes()).isEqualTo(2);
      assertThat(db.totalChanges()).isEqualTo(2);
      assertThat(db.lastInsertRowid()).isEqualTo(2);
      assertThat(number(db, "SELECT count(*) FROM t")).isEqualTo(2);
      losses.set(2);
      db.execute("ALTER TABLE t ADD COLUMN c DEFAULT 5");
      assertThat(number(db, "SELECT sum(c) FROM t")).isEqualTo(10);
    }
  }

  @Test
  void returningHandsOutRowsOfTheRunThatWasCommitted() {
    try (Connection db = connect()) {
      db.execute("INSERT INTO t(b) VALUES(0)");
      losses.set(4);
      try (Statement update = db.prepare("UPDATE t SET b = b + 1 RETURNING b")) {
        assertThat(update.step()).isTrue();
        assertThat(losses.get()).isNegative();
        assertThat(db.autocommit()).isTrue();
        assertThat(update.columnLong(0)).isEqualTo(1);
        assertThat(update.step()).isFalse();
      }
      assertThat(number(db, "SELECT b FROM t")).isEqualTo(1);
    }
  }

  @Test
  void whoLosesWithoutEndIsTold() {
    try (Connection db = connect()) {
      db.execute("PRAGMA conflict_diary = on");
      losses.set(1000);
      assertThatThrownBy(() -> db.execute("INSERT INTO t(b) VALUES('x')"))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.code()).isEqualTo(ResultCode.BUSY_SNAPSHOT));
      int attempts = 1000 - losses.get();
      losses.set(0);
      assertThat(db.changes()).isZero();
      assertThat(db.autocommit()).isTrue();
      assertThat(number(db, "SELECT count(*) FROM t")).isZero();
      assertThat(number(db, "SELECT conflicts FROM braid_conflicts")).isEqualTo(attempts);
      db.execute("INSERT INTO t(b) VALUES('x')");
    }
  }
}
