package org.braiddb.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The judgement of stock SQLite over a file that Braid has closed. */
public final class StockSqlite {
  private StockSqlite() {}

  /** Fails unless SQLite finds the file sound. */
  public static void assertIntact(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }
}
