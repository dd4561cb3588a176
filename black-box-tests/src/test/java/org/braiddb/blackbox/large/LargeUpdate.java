package org.braiddb.blackbox.large;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Changes every row of a table in one concurrent transaction, while another commits to a second
 * table. Arguments: URL, number of rows. Says "committed" if every row is as it should be.
 */
final class LargeUpdate {
  /** How much of a page a row fills. */
  static final int ROW_BYTES = 1024;

  private static final String PAYLOAD = "x".repeat(ROW_BYTES - 24);

  private LargeUpdate() {}

  public static void main(String[] arguments) throws SQLException {
    int rows = Integer.parseInt(arguments[1]);
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Connection other = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement();
        Statement beside = other.createStatement()) {
      fill(connection, rows);
      statement.execute("BEGIN CONCURRENT");
      statement.execute("UPDATE t SET version = version + 1, payload = upper(payload)");
      beside.execute("INSERT INTO u VALUES(1)");
      statement.execute("COMMIT");
      try (ResultSet result =
          statement.executeQuery(
              "SELECT count(*), (SELECT count(*) FROM u) FROM t"
                  + " WHERE version = 1 AND payload GLOB 'X*X'")) {
        result.next();
        boolean right = result.getInt(1) == rows && result.getInt(2) == 1;
        System.out.println(right ? "committed" : "wrong rows");
      }
    }
  }

  private static void fill(Connection connection, int rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, version INT, payload TEXT)");
      statement.execute("CREATE TABLE u(a)");
      statement.execute("BEGIN");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t(version, payload) VALUES(0, ?)")) {
        for (int i = 0; i < rows; i++) {
          insert.setString(1, PAYLOAD);
          insert.executeUpdate();
        }
      }
      statement.execute("COMMIT");
    }
  }
}
