package org.braiddb.blackbox.install;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that knows JDBC and nothing of Braid but the URL, its only argument. */
final class DriverProbe {

  private DriverProbe() {}

  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
      statement.execute("INSERT INTO t (b) VALUES ('one'), ('two')");
      try (ResultSet rows = statement.executeQuery("SELECT a, b FROM t ORDER BY a DESC")) {
        while (rows.next()) {
          System.out.println(rows.getInt("a") + " " + rows.getString("b"));
        }
      }
      System.out.println(connection.getMetaData().getDriverVersion());
    }
  }
}
