package org.braiddb.blackbox.install;

import java.nio.file.Path;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;

/**
 * Tries journal modes and prints a line for each. Started in a JVM that has some of the strategies;
 * the first argument is a directory for files, the others are the modes.
 */
final class ModeProbe {

  private ModeProbe() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    for (int i = 1; i < arguments.length; i++) {
      String mode = arguments[i];
      System.out.println(mode + " " + attempt(directory.resolve(mode + ".db"), mode));
    }
  }

  private static String attempt(Path file, String mode) {
    DatabaseOptions options = DatabaseOptions.builder().journalMode(mode).build();
    try (Connection connection = Database.at(file.toString(), options).connect()) {
      connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE)");
      connection.execute("BEGIN; INSERT INTO t (b) VALUES ('x'), ('y'), ('z'); COMMIT");
      return "works: "
          + first(connection, "SELECT count(*) || ' rows' FROM t WHERE b > 'x'")
          + " in "
          + first(connection, "PRAGMA journal_mode")
          + "; "
          + switchTo(connection, "nosuchmode");
    } catch (SqlException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static String switchTo(Connection connection, String mode) {
    try {
      return "answered " + first(connection, "PRAGMA journal_mode = " + mode);
    } catch (SqlException e) {
      return e.getMessage();
    }
  }

  private static String first(Connection connection, String sql) {
    try (Statement statement = connection.prepare(sql)) {
      return statement.step() ? String.valueOf(statement.columnText(0)) : "no row";
    }
  }
}
