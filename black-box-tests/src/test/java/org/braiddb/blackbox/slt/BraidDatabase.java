package org.braiddb.blackbox.slt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;

/** A Braid database behind the embedding API. */
final class BraidDatabase implements TestedDatabase {

  private final Connection connection;

  private BraidDatabase(Connection connection) {
    this.connection = connection;
  }

  static BraidDatabase open(String place) {
    return new BraidDatabase(Database.at(place).connect());
  }

  static BraidDatabase open(String place, String journalMode) {
    DatabaseOptions options = DatabaseOptions.builder().journalMode(journalMode).build();
    return new BraidDatabase(Database.at(place, options).connect());
  }

  @Override
  public void execute(String sql) throws StatementFailedException {
    try {
      connection.execute(sql);
    } catch (SqlException e) {
      throw failed(e);
    } catch (RuntimeException e) {
      throw new StatementFailedException("internal error: " + e, e);
    }
  }

  @Override
  public List<List<String>> query(String sql, String types) throws StatementFailedException {
    try (Statement statement = connection.prepare(sql)) {
      int columns = statement.columnCount();
      if (columns != types.length()) {
        throw new StatementFailedException(
            "expected " + types.length() + " columns, got " + columns);
      }
      List<List<String>> rows = new ArrayList<>();
      while (statement.step()) {
        List<String> row = new ArrayList<>(columns);
        for (int column = 0; column < columns; column++) {
          row.add(render(statement, column, types.charAt(column)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SqlException e) {
      throw failed(e);
    } catch (RuntimeException e) {
      throw new StatementFailedException("internal error: " + e, e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  private static StatementFailedException failed(SqlException e) {
    return new StatementFailedException(Objects.toString(e.getMessage(), e.toString()), e);
  }

  private static String render(Statement statement, int column, char type) {
    String text = statement.columnText(column);
    if (text == null) {
      return Rendering.NULL;
    }
    return switch (type) {
      case 'I' -> Rendering.integer(statement.columnLong(column));
      case 'R' -> Rendering.real(statement.columnDouble(column));
      case 'T' -> Rendering.text(text);
      default -> throw new IllegalArgumentException("unknown column type " + type);
    };
  }
}
