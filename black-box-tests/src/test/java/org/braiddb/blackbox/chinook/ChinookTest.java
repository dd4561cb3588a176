package org.braiddb.blackbox.chinook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChinookTest {

  @TempDir Path directory;

  @Test
  void stockSqliteTakesEveryRowOfTheConvertedScript() throws SQLException {
    Path file = directory.resolve("chinook.db");
    Chinook.writeWithSqlite(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (var table : Chinook.ROWS.entrySet()) {
        assertThat(first(statement, "SELECT count(*) FROM \"" + table.getKey() + "\""))
            .isEqualTo(table.getValue().toString());
      }
      assertThat(first(statement, "PRAGMA integrity_check")).isEqualTo("ok");
      assertThat(first(statement, "SELECT count(*) FROM pragma_foreign_key_check")).isEqualTo("0");
      assertThat(first(statement, "SELECT Title FROM Album WHERE AlbumId = 42"))
          .isEqualTo("Minha História");
      assertThat(first(statement, "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%INDEX%'"))
          .isEqualTo("11");
    }
  }

  private static String first(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
