package com.example.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only this engine can do wrong: its file, seen through SQL. */
class LedgerFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("t.ledger");
  }

  private Connection connect() {
    DatabaseOptions options = DatabaseOptions.builder().journalMode("ledger").build();
    return Database.at(file().toString(), options).connect();
  }

  private static String first(Connection db, String sql) {
    try (Statement statement = db.prepare(sql)) {
      return statement.step() ? String.valueOf(statement.columnText(0)) : "no row";
    }
  }

  private long size() throws IOException {
    return Files.size(file());
  }

  @Test
  void aLogThatIsCutAnywhereEndsWithAWholeCommit() throws IOException {
    long before;
    try (Connection db = connect()) {
      assertThat(first(db, "PRAGMA journal_mode")).isEqualTo("ledger");
      db.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT UNIQUE)");
      db.execute("INSERT INTO t(b) VALUES('one')");
      before = size();
      db.execute("INSERT INTO t(b) VALUES('two'), ('three')");
    }
    byte[] whole = Files.readAllBytes(file());
    for (long end = whole.length - 1; end >= before; end--) {
      Files.write(file(), whole);
      try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
        channel.truncate(end);
      }
      try (Connection db = connect()) {
        assertThat(first(db, "SELECT group_concat(b) FROM t")).isEqualTo("one");
        db.execute("INSERT INTO t(b) VALUES('again')");
      }
      try (Connection db = connect()) {
        assertThat(first(db, "SELECT group_concat(b) FROM t")).isEqualTo("one,again");
        assertThat(first(db, "PRAGMA integrity_check")).isEqualTo("ok");
      }
    }
  }

  @Test
  void damageBeforeTheEndIsAnErrorAndNotTheEnd() throws IOException {
    try (Connection db = connect()) {
      db.execute("CREATE TABLE t(a)");
      db.execute("INSERT INTO t VALUES(1)");
      db.execute("INSERT INTO t VALUES(2)");
    }
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {(byte) 0xdb}), 40);
    }
    assertThatThrownBy(this::connect)
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("malformed")
        .hasMessageContaining("offset 16");
  }

  @Test
  void anotherFormatIsNotTakenForALedger() throws IOException {
    Files.writeString(file(), "SQLite format 3, or something else of that length");
    assertThatThrownBy(this::connect).hasMessageContaining("file is not a database");
    assertThat(Files.readString(file())).startsWith("SQLite format 3");
  }
}
