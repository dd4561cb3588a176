package org.braiddb.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.Statement;
import org.braiddb.sql.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Rows held in memory: generated keys, metadata, and results that a later statement must not
 * disturb.
 */
final class ListRows implements Rows {
  private final List<String> labels;
  private final List<String> declaredTypes;
  private final List<@Nullable Object[]> rows;
  private int at = -1;

  /**
   * Rows of null, Long, Double, String and byte[] values.
   *
   * @param declaredTypes by column; empty strings where there is none
   */
  ListRows(List<String> labels, List<String> declaredTypes, List<@Nullable Object[]> rows) {
    this.labels = labels;
    this.declaredTypes = declaredTypes;
    this.rows = rows;
  }

  /** Rows whose types are told by their values. */
  static ListRows of(List<String> labels, List<@Nullable Object[]> rows) {
    List<String> types = new ArrayList<>();
    for (int column = 0; column < labels.size(); column++) {
      types.add(typeOf(rows, column));
    }
    return new ListRows(labels, types, rows);
  }

  private static String typeOf(List<@Nullable Object[]> rows, int column) {
    for (@Nullable Object[] row : rows) {
      Object value = row[column];
      if (value != null) {
        return value instanceof Long ? "INTEGER" : value instanceof Double ? "REAL" : "TEXT";
      }
    }
    return "TEXT";
  }

  /** Reads all that is left of other rows. */
  static ListRows drain(Rows source) throws SQLException {
    int columns = source.columnCount();
    List<String> labels = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      labels.add(source.label(column));
      types.add(source.declaredType(column));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    while (source.next()) {
      rows.add(row(source));
    }
    return new ListRows(labels, types, rows);
  }

  /** Copies the present row of other rows. */
  static @Nullable Object[] row(Rows source) throws SQLException {
    @Nullable Object[] row = new @Nullable Object[source.columnCount()];
    for (int column = 0; column < row.length; column++) {
      row[column] = value(source, column);
    }
    return row;
  }

  private static @Nullable Object value(Rows source, int column) throws SQLException {
    return switch (source.type(column)) {
      case NULL -> null;
      case INTEGER -> source.integer(column);
      case REAL -> source.real(column);
      case TEXT -> source.text(column);
      case BLOB -> source.blob(column);
    };
  }

  private @Nullable Object value(int column) {
    return rows.get(at)[column];
  }

  @Override
  public int columnCount() {
    return labels.size();
  }

  @Override
  public String label(int column) {
    return labels.get(column);
  }

  @Override
  public String declaredType(int column) {
    return declaredTypes.get(column);
  }

  @Override
  public Optional<Statement.Origin> origin(int column) {
    return Optional.empty();
  }

  @Override
  public boolean next() {
    at = Math.min(at + 1, rows.size());
    return at < rows.size();
  }

  @Override
  public ValueType type(int column) {
    Object value = value(column);
    if (value == null) {
      return ValueType.NULL;
    }
    if (value instanceof Long) {
      return ValueType.INTEGER;
    }
    if (value instanceof Double) {
      return ValueType.REAL;
    }
    return value instanceof String ? ValueType.TEXT : ValueType.BLOB;
  }

  @Override
  public long integer(int column) throws SQLException {
    Object value = value(column);
    return value instanceof Number number ? number.longValue() : (long) Numbers.parse(text(column));
  }

  @Override
  public double real(int column) throws SQLException {
    Object value = value(column);
    return value instanceof Number number ? number.doubleValue() : Numbers.parse(text(column));
  }

  @Override
  public @Nullable String text(int column) {
    Object value = value(column);
    if (value == null) {
      return null;
    }
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : value.toString();
  }

  @Override
  public byte @Nullable [] blob(int column) {
    Object value = value(column);
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    String text = text(column);
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    at = rows.size();
  }
}
