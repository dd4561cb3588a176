package org.braiddb.blackbox.isolation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs statements and gives what they answer as text that can be compared. */
final class Answers {
  private static final int CONSTRAINT = 19;

  private Answers() {}

  private static final Pattern CHANGE = Pattern.compile("(?i)(INSERT|REPLACE|UPDATE|DELETE)\\b.*");

  /**
   * The rows, or how many rows were changed; nothing of statements that do neither. A statement
   * with TRY before it may violate a constraint, and answers so.
   */
  static String run(Statement statement, String sql) throws SQLException {
    if (!sql.startsWith("TRY ")) {
      return runOrFail(statement, sql);
    }
    try {
      return runOrFail(statement, sql.substring(4));
    } catch (SQLException e) {
      if ((e.getErrorCode() & 0xff) == CONSTRAINT) {
        return "refused";
      }
      throw e;
    }
  }

  private static String runOrFail(Statement statement, String sql) throws SQLException {
    if (!statement.execute(sql)) {
      boolean counts = CHANGE.matcher(sql).matches();
      return counts ? statement.getUpdateCount() + " changed" : "done";
    }
    try (ResultSet rows = statement.getResultSet()) {
      return rows(rows).toString();
    }
  }

  private static List<List<String>> rows(ResultSet rows) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(String.valueOf(rows.getString(i)));
      }
      all.add(row);
    }
    return all;
  }

  /** The definitions and rows of all tables but sqlite_sequence, sorted. */
  static String dump(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet names =
        statement.executeQuery(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                + " ORDER BY name")) {
      while (names.next()) {
        tables.add(names.getString(1));
      }
    }
    StringBuilder dump = new StringBuilder();
    dump.append(
        run(
            statement,
            "SELECT type, name, sql FROM sqlite_schema"
                + " WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"));
    for (String table : tables) {
      try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
        List<List<String>> sorted = new ArrayList<>(rows(rows));
        sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
        dump.append('\n').append(table).append(' ').append(sorted);
      }
    }
    return dump.toString();
  }
}
