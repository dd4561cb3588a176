package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Switching between modes that keep databases in different forms. */
class FamilySwitchTest {
  @TempDir Path folder;

  private static Connection connect(String place) {
    DatabaseOptions wal = DatabaseOptions.builder().journalMode("wal").build();
    return Database.at(place, wal).connect();
  }

  private static String first(Connection db, String sql) {
    try (Statement statement = db.prepare(sql)) {
      return statement.step() ? String.valueOf(statement.columnText(0)) : "no row";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {":memory:", "file:shared?mode=memory&cache=shared"})
  void anEmptyDatabaseBeginsInAnyMode(String place) {
    try (Connection db = connect(place);
        Statement count = db.prepare("SELECT count(*) FROM sqlite_schema")) {
      assertThat(count.step()).isTrue();
      count.reset();
      assertThat(first(db, "PRAGMA journal_mode = naive")).isEqualTo("naive");
      assertThat(db.journalMode()).isEqualTo("naive");
      assertThat(first(db, "PRAGMA journal_mode = wal")).isEqualTo("wal");
      assertThat(first(db, "PRAGMA journal_mode = naive")).isEqualTo("naive");
      db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2)");
      assertThat(count.step()).isTrue();
      assertThat(count.columnLong(0)).isEqualTo(1);
      assertThat(first(db, "SELECT sum(a) FROM t")).isEqualTo("3");
    }
  }

  @Test
  void theEncodingStaysThatOfTheEmptyDatabase() {
    DatabaseOptions utf16 =
        DatabaseOptions.builder().journalMode("wal").encoding(TextEncoding.UTF_16BE).build();
    try (Connection db = Database.at(":memory:", utf16).connect()) {
      db.execute("PRAGMA journal_mode = naive");
      db.execute("CREATE TABLE t(a); INSERT INTO t VALUES('ä')");
      assertThat(first(db, "PRAGMA encoding")).isEqualTo("UTF-16be");
      assertThat(first(db, "SELECT a FROM t")).isEqualTo("ä");
    }
  }

  @Test
  void aDatabaseInWhichSomethingIsKeepsItsMode() {
    for (String something : new String[] {"CREATE TABLE t(a)", "PRAGMA user_version = 7"}) {
      try (Connection db = connect(":memory:")) {
        db.execute(something);
        assertThatThrownBy(() -> db.execute("PRAGMA journal_mode = naive"))
            .isInstanceOf(SqlException.class)
            .hasMessageContaining("store databases differently");
        assertThat(db.journalMode()).isEqualTo("wal");
      }
    }
  }

  @Test
  void aDatabaseThatAnotherConnectionHasOpenKeepsItsMode() {
    String place = folder.resolve("two.db").toString();
    try (Connection db = connect(place);
        Connection other = connect(place)) {
      assertThatThrownBy(() -> db.execute("PRAGMA journal_mode = naive"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("store databases differently");
      other.execute("CREATE TABLE t(a)");
      assertThat(first(db, "SELECT count(*) FROM t")).isEqualTo("0");
    }
  }

  @Test
  void whereTheOtherEngineCannotOpenThePlaceTheModeStays() throws Exception {
    Path file = Files.createFile(folder.resolve("there.db"));
    try (Connection db = connect(file.toString())) {
      assertThatThrownBy(() -> db.execute("PRAGMA journal_mode = naive"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("naive cannot read the file");
      assertThat(db.journalMode()).isEqualTo("wal");
      db.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    }
    try (Connection db = connect(file.toString())) {
      assertThat(first(db, "SELECT a FROM t")).isEqualTo("1");
    }
  }
}
