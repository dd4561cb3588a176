package org.braiddb.blackbox.large;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills a database in one transaction, makes an index of it, sorts it, deletes most of it and packs
 * it. Arguments: URL, number of rows. Says "done" if everything is as it should be.
 */
final class LargeDatabase {
  /** About how much of a page a row fills. */
  static final int ROW_BYTES = 512;

  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private LargeDatabase() {}

  public static void main(String[] arguments) throws SQLException {
    int rows = Integer.parseInt(arguments[1]);
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER, payload TEXT)");
      fill(connection, rows);
      require(statement, "SELECT count(*) = " + rows + " FROM t");
      statement.execute("CREATE UNIQUE INDEX tk ON t(k, id)");
      // Nothing is in the order of the payload.
      require(statement, "SELECT count(*) = " + rows + " FROM (SELECT payload FROM t ORDER BY 1)");
      try (ResultSet sorted = statement.executeQuery("SELECT payload FROM t ORDER BY payload")) {
        String before = "";
        for (int i = 0; i < rows; i++) {
          sorted.next();
          String now = sorted.getString(1);
          if (now.compareTo(before) <= 0) {
            throw new IllegalStateException(before + " comes before " + now);
          }
          before = now;
        }
      }
      statement.execute("DELETE FROM t WHERE id % 10 <> 0");
      require(statement, "SELECT count(*) = " + rows / 10 + " FROM t WHERE k IS NOT NULL");
      require(statement, "SELECT count(*) = " + rows / 10 + " FROM t INDEXED BY tk WHERE k > -1");
      statement.execute("VACUUM");
      require(statement, "SELECT integrity_check = 'ok' FROM pragma_integrity_check");
      System.out.println("done");
    }
  }

  private static void require(Statement statement, String question) throws SQLException {
    try (ResultSet answer = statement.executeQuery(question)) {
      if (!answer.next() || !answer.getBoolean(1)) {
        throw new IllegalStateException("not so: " + question);
      }
    }
  }

  private static void fill(Connection connection, int rows) throws SQLException {
    String filler = "x".repeat(ROW_BYTES - 50);
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t(k, payload) VALUES(?, ?)")) {
      for (int i = 1; i <= rows; i++) {
        long key = i * SPREAD >>> 1;
        insert.setLong(1, key);
        insert.setString(2, String.format("%016x ", key) + filler);
        insert.executeUpdate();
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }
}
