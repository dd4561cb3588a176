package org.braiddb.blackbox.large;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several threads append rows, each in a transaction of its own that is forced, beside a reader
 * whose snapshot is older than all of them. Prints how many rows each sees afterwards.
 */
final class AppendsBesideReader {
  private static final int THREADS = 8;

  private AppendsBesideReader() {}

  /** Takes a URL and the number of rows that each thread appends. */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    int rows = Integer.parseInt(arguments[1]);
    try (Connection reader = DriverManager.getConnection(url);
        Statement statement = reader.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT)");
      reader.setAutoCommit(false);
      int before = count(statement);
      append(url, rows);
      int meanwhile = count(statement);
      reader.commit();
      System.out.println(before + " " + meanwhile + " " + count(statement));
    }
  }

  private static int count(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("SELECT count(note) FROM t")) {
      result.next();
      return result.getInt(1);
    }
  }

  private static void append(String url, int rows) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(() -> {
              appendOneByOne(url, rows);
              return null;
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private static void appendOneByOne(String url, int rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO t (note) VALUES ('a row of some length')")) {
      for (int i = 0; i < rows; i++) {
        insert.executeUpdate();
      }
    }
  }
}
