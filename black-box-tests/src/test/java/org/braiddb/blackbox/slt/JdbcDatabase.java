package org.braiddb.blackbox.slt;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database behind a JDBC driver: here stock SQLite, the oracle. */
final class JdbcDatabase implements TestedDatabase {

  private final Connection connection;

  private JdbcDatabase(Connection connection) {
    this.connection = connection;
  }

  static JdbcDatabase open(String url) throws StatementFailedException {
    try {
      return new JdbcDatabase(DriverManager.getConnection(url));
    } catch (SQLException e) {
      throw new StatementFailedException("cannot open " + url + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void execute(String sql) throws StatementFailedException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new StatementFailedException(message(e), e);
    }
  }

  @Override
  public List<List<String>> query(String sql, String types) throws StatementFailedException {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      int columns = results.getMetaData().getColumnCount();
      if (columns != types.length()) {
        throw new StatementFailedException(
            "expected " + types.length() + " columns, got " + columns);
      }
      List<List<String>> rows = new ArrayList<>();
      while (results.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int column = 1; column <= columns; column++) {
          row.add(render(results, column, types.charAt(column - 1)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new StatementFailedException(message(e), e);
    }
  }

  @Override
  public void close() throws StatementFailedException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StatementFailedException(message(e), e);
    }
  }

  private static String render(ResultSet results, int column, char type) throws SQLException {
    if (results.getObject(column) == null) {
      return Rendering.NULL;
    }
    return switch (type) {
      case 'I' -> Rendering.integer(results.getLong(column));
      case 'R' -> Rendering.real(results.getDouble(column));
      case 'T' -> Rendering.text(results.getString(column));
      default -> throw new IllegalArgumentException("unknown column type " + type);
    };
  }

  private static String message(SQLException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
