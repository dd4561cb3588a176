package org.braiddb.sql.value;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The real SQLite as an oracle of expressions: values go in and come out byte for byte. */
public final class SqliteValues implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /** An oracle over an empty in-memory database. */
  public SqliteValues() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  /** The connection, to prepare what the expressions need. */
  public Connection connection() {
    return connection;
  }

  /**
   * The value of an expression in which each {@code %n} (n from 0) stands for a value.
   *
   * @throws SQLException if SQLite refuses
   */
  public Cell evaluate(String expression, Cell... values) throws SQLException {
    String sql = expression;
    for (int i = values.length - 1; i >= 0; i--) {
      // Text goes in as bytes, so that it need not be valid UTF-8.
      String parameter = "?" + (i + 1);
      sql =
          sql.replace(
              "%" + i, values[i].type == Cell.TEXT ? "cast(" + parameter + " as text)" : parameter);
    }
    return query("SELECT x, typeof(x) FROM (SELECT (" + sql + ") AS x)", values);
  }

  /** The only value of a query that gives a value and its type. */
  public Cell query(String sql, Cell... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    try {
      return run(statement, values);
    } catch (SQLException refused) {
      // The driver does not run a statement again that has failed.
      statements.remove(sql);
      statement.close();
      throw refused;
    }
  }

  /** The only value of a statement that gives a value and its type. */
  public static Cell run(PreparedStatement statement, Cell... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
      return read(rows);
    }
  }

  /** Binds a value; text as bytes. */
  public static void bind(PreparedStatement statement, int index, Cell value) throws SQLException {
    switch (value.type) {
      case Cell.NULL -> statement.setNull(index, java.sql.Types.NULL);
      case Cell.INTEGER -> statement.setLong(index, value.integer);
      case Cell.REAL -> statement.setDouble(index, value.real);
      default -> statement.setBytes(index, value.copyOfBytes());
    }
  }

  /** The value in the first column; the second says its type. */
  private static Cell read(ResultSet rows) throws SQLException {
    Cell cell = new Cell();
    switch (rows.getString(2)) {
      case "integer" -> cell.setInteger(rows.getLong(1));
      case "real" -> cell.setReal(rows.getDouble(1));
      case "text" -> cell.setText(bytes(rows));
      case "blob" -> cell.setBlob(bytes(rows));
      default -> cell.setNull();
    }
    return cell;
  }

  private static byte[] bytes(ResultSet rows) throws SQLException {
    byte[] bytes = rows.getBytes(1);
    return bytes == null ? new byte[0] : bytes;
  }

  /** Whether two values are the same in type and in every bit, but for the sign of zero. */
  public static boolean same(Cell left, Cell right) {
    if (left.type != right.type) {
      return false;
    }
    return switch (left.type) {
      case Cell.NULL -> true;
      case Cell.INTEGER -> left.integer == right.integer;
      case Cell.REAL -> left.real == right.real;
      default ->
          java.util.Arrays.equals(
              left.bytes,
              left.offset,
              left.offset + left.length,
              right.bytes,
              right.offset,
              right.offset + right.length);
    };
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
