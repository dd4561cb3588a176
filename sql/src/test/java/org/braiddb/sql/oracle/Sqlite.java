package org.braiddb.sql.oracle;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteException;

/** A connection to the real SQLite. */
public final class Sqlite implements AutoCloseable {
  private static final Pattern MESSAGE = Pattern.compile("(?s)\\[\\w+\\][^(]*\\((.*)\\)");

  private final Connection connection;

  /** Opens a file, or {@code :memory:}. */
  public Sqlite(String place) {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + place);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs one statement. */
  public Outcome run(String sql) {
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
      throw new IllegalStateException(sql, e);
    }
  }

  private static Outcome read(ResultSet rows) throws SQLException {
    ResultSetMetaData metadata = rows.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      columns.add(metadata.getColumnName(i));
    }
    List<List<String>> values = new ArrayList<>();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(ValueText.of(rows.getObject(i)));
      }
      values.add(row);
    }
    return new Outcome.Rows(columns, values);
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
