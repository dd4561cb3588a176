package org.braiddb.sql.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;

/** A connection to Braid, seen as the oracle is. */
public final class Braid implements AutoCloseable {
  private final Connection connection;

  /** Opens a file, or {@code :memory:}, in a journal mode. */
  public Braid(String place, String journalMode) {
    connection =
        Database.at(place, DatabaseOptions.builder().journalMode(journalMode).build()).connect();
  }

  /** The connection itself. */
  public Connection connection() {
    return connection;
  }

  /**
   * Runs all statements of a text; the outcome is that of the last, or of the first that failed.
   */
  public Outcome run(String sql) {
    Outcome outcome = new Outcome.Rows(List.of(), List.of());
    try {
      int offset = 0;
      while (true) {
        Optional<Statement> next = connection.prepareAt(sql, offset);
        if (next.isEmpty()) {
          return outcome;
        }
        try (Statement statement = next.get()) {
          offset = statement.end();
          outcome = read(statement);
        }
      }
    } catch (SqlException e) {
      return new Outcome.Failure(e.extendedCode(), String.valueOf(e.getMessage()));
    }
  }

  private static Outcome read(Statement statement) {
    List<List<String>> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    boolean more = statement.step();
    for (int i = 0; i < statement.columnCount(); i++) {
      columns.add(statement.columnName(i));
    }
    while (more) {
      List<String> row = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        row.add(ValueText.of(statement.columnValue(i)));
      }
      rows.add(row);
      more = statement.step();
    }
    return new Outcome.Rows(columns, rows);
  }

  @Override
  public void close() {
    connection.close();
  }
}
