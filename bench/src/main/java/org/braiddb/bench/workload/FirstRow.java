package org.braiddb.bench.workload;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** A process of {@link StartWorkload}: needs nothing but a driver on the class path. */
final class FirstRow {
  private FirstRow() {}

  /**
   * Prints the first value that a query gives and ends the process at once; the arguments are a URL
   * and the query.
   */
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(arguments[1])) {
      row.next();
      System.out.println(row.getLong(1));
      System.out.flush();
    }
    Runtime.getRuntime().halt(0);
  }
}
