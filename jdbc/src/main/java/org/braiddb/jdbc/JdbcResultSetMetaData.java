package org.braiddb.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.braiddb.sql.Statement;

/** What is known of the columns of a result. */
final class JdbcResultSetMetaData implements ResultSetMetaData, Wrapped {
  private final Rows rows;

  JdbcResultSetMetaData(Rows rows) {
    this.rows = rows;
  }

  private int index(int column) throws SQLException {
    int count = rows.columnCount();
    if (column < 1 || column > count) {
      throw SqlErrors.invalidArgument("column index out of range: " + column + " of " + count);
    }
    return column - 1;
  }

  @Override
  public int getColumnCount() {
    return rows.columnCount();
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return rows.label(index(column));
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return rows.label(index(column));
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return rows.origin(index(column)).map(Statement.Origin::table).orElse("");
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    index(column);
    return "";
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    index(column);
    return "";
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return ColumnTypes.jdbcType(rows.declaredType(index(column)));
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    String name = ColumnTypes.name(rows.declaredType(index(column)));
    return name.isEmpty() ? "TEXT" : name;
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return ColumnTypes.className(getColumnType(column));
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return ColumnTypes.parameter(rows.declaredType(index(column)), 0);
  }

  @Override
  public int getScale(int column) throws SQLException {
    return ColumnTypes.parameter(rows.declaredType(index(column)), 1);
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    int precision = getPrecision(column);
    return precision > 0 ? precision : Integer.MAX_VALUE;
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return switch (getColumnType(column)) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }

  @Override
  public int isNullable(int column) throws SQLException {
    index(column);
    return columnNullableUnknown;
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    index(column);
    return false;
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    index(column);
    return true;
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    index(column);
    return true;
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    index(column);
    return false;
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return rows.origin(index(column)).isEmpty();
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return !isReadOnly(column);
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    index(column);
    return false;
  }
}
