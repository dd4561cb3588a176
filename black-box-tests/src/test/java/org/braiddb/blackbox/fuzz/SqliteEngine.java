package org.braiddb.blackbox.fuzz;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteException;

/** Stock SQLite. */
final class SqliteEngine implements Engine {
  /** How the driver puts SQLite's text. */
  private static final Pattern MESSAGE = Pattern.compile("(?s)\\[\\w+\\][^(]*\\((.*)\\)");

  /** After so many instructions a statement is given up: joins may have billions of rows. */
  private static final int MOST_MILLIONS = 25;

  private static final int MILLION = 1_000_000;

  private final Connection connection;
  private int millions;

  SqliteEngine() {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite::memory:");
      ProgressHandler.setHandler(
          connection,
          MILLION,
          new ProgressHandler() {
            @Override
            protected int progress() {
              return ++millions > MOST_MILLIONS ? 1 : 0;
            }
          });
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Outcome run(String sql) {
    millions = 0;
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return new Outcome.Rows(List.of(), List.of());
      }
      try (ResultSet rows = statement.getResultSet()) {
        return read(rows);
      }
    } catch (SQLiteException e) {
      Matcher matcher = MESSAGE.matcher(String.valueOf(e.getMessage()));
      String message = matcher.matches() ? matcher.group(1) : String.valueOf(e.getMessage());
      return new Outcome.Failure(e.getResultCode().code, message);
    } catch (SQLException e) {
      return new Outcome.Failure(0, String.valueOf(e.getMessage())); // the driver's own refusal
    }
  }

  private static Outcome read(ResultSet result) throws SQLException {
    int count = result.getMetaData().getColumnCount();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      columns.add(result.getMetaData().getColumnName(i));
    }
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= count; i++) {
        row.append(Engine.shown(result.getObject(i))).append('|');
      }
      rows.add(row.toString());
    }
    return new Outcome.Rows(columns, rows);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
