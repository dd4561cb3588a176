package org.braiddb.blackbox.large;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;

/**
 * Keeps two transactions open while a third connection commits; then commits them. Arguments: URL,
 * number of commits, each of a thousand scattered rows. Says what became of both.
 */
final class LongTransaction {
  private static final int ROWS = 20_000;
  private static final int ROWS_PER_COMMIT = 1000;

  private LongTransaction() {}

  public static void main(String[] arguments) throws SQLException {
    int commits = Integer.parseInt(arguments[1]);
    try (Connection writer = DriverManager.getConnection(arguments[0]);
        Statement busy = writer.createStatement();
        Connection first = DriverManager.getConnection(arguments[0]);
        Statement quiet = first.createStatement();
        Connection second = DriverManager.getConnection(arguments[0]);
        Statement touching = second.createStatement()) {
      busy.execute("CREATE TABLE busy(id INTEGER PRIMARY KEY, n INT, payload TEXT)");
      busy.execute("CREATE TABLE quiet(id INTEGER PRIMARY KEY, n INT)");
      busy.execute("INSERT INTO quiet VALUES(1, 0)");
      busy.execute(
          "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < "
              + ROWS
              + ") INSERT INTO busy SELECT 2 * i, 0, 'payload of row ' || i FROM c");
      quiet.execute("BEGIN CONCURRENT");
      quiet.execute("UPDATE quiet SET n = n + 1");
      touching.execute("BEGIN CONCURRENT");
      touching.execute("UPDATE busy SET n = -1 WHERE id = 2");
      for (int i = 0; i < commits; i++) {
        int step = ROWS / ROWS_PER_COMMIT;
        busy.execute(
            "UPDATE busy SET n = n + 1 WHERE id > 2 AND id * id % 20011 % "
                + step
                + " = "
                + i % step);
      }
      System.out.println("quiet table: " + outcome(quiet));
      System.out.println("busy table: " + outcome(touching));
    }
  }

  private static String outcome(Statement statement) throws SQLException {
    try {
      statement.execute("COMMIT");
      return "committed";
    } catch (SQLTransactionRollbackException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
