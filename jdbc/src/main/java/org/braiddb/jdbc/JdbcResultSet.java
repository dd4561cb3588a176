package org.braiddb.jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.braiddb.sql.ValueType;
import org.jspecify.annotations.Nullable;

/** A result set: forward only, read-only. */
final class JdbcResultSet extends LabelledResultSet implements Wrapped {
  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED = MethodHandles.lookup().findVarHandle(JdbcResultSet.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable JdbcStatement statement;
  private final Rows rows;
  private final int columnCount;
  private final long maxRows;
  private @Nullable Map<String, Integer> columnsByLabel;
  private boolean onRow;
  private boolean finished;

  /** Set before the rows end by it; stored without waiting for the store. */
  private volatile boolean closed;

  private boolean wasNull;
  private long row;

  /**
   * A result set over rows.
   *
   * @param statement what it belongs to; null for metadata
   * @param maxRows how many rows it shows at most; 0 for all
   */
  JdbcResultSet(@Nullable JdbcStatement statement, Rows rows, long maxRows) {
    this.statement = statement;
    this.rows = rows;
    this.columnCount = rows.columnCount();
    this.maxRows = maxRows;
  }

  private void checkOpen() throws SQLException {
    if (closed) {
      throw SqlErrors.closed("result set");
    }
    if (statement != null) {
      statement.checkOpen();
    }
  }

  /** Checks that a column can be read, and remembers whether it is NULL. */
  private int column(int column) throws SQLException {
    if (!onRow) {
      checkOpen();
      throw SqlErrors.misuse("the result set is on no row");
    }
    if (column < 1 || column > columnCount) {
      throw SqlErrors.invalidArgument(
          "column index out of range: " + column + " of " + columnCount);
    }
    int index = column - 1;
    wasNull = rows.type(index) == ValueType.NULL;
    return index;
  }

  // ---- moving

  @Override
  public boolean next() throws SQLException {
    checkOpen();
    onRow = false;
    boolean moved = !finished && (maxRows <= 0 || row < maxRows) && rows.next();
    VarHandle.loadLoadFence(); // the rows were asked before
    if (closed) { // by another thread meanwhile: then this is neither a row nor the end
      rows.close();
      throw SqlErrors.closed("result set");
    }
    if (moved) {
      onRow = true;
      row++;
    } else {
      finish();
    }
    return moved;
  }

  /** Ends the run at the last row, so that autocommit commits without waiting for close. */
  private void finish() throws SQLException {
    onRow = false;
    if (!finished) {
      finished = true;
      rows.close();
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    CLOSED.setRelease(this, true);
    VarHandle.storeStoreFence();
    onRow = false;
    if (!finished) {
      finished = true;
      rows.close();
    }
    if (statement != null) {
      statement.resultClosed();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    checkOpen();
    return row == 0 && !finished;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return finished && row > 0;
  }

  @Override
  public boolean isFirst() throws SQLException {
    checkOpen();
    return onRow && row == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    throw new SQLFeatureNotSupportedException("isLast: rows are not read ahead");
  }

  @Override
  public int getRow() throws SQLException {
    checkOpen();
    return onRow ? (int) Math.min(row, Integer.MAX_VALUE) : 0;
  }

  // ---- columns

  @Override
  public int findColumn(String label) throws SQLException {
    checkOpen();
    if (columnsByLabel == null) {
      columnsByLabel = new HashMap<>();
      for (int i = columnCount - 1; i >= 0; i--) {
        columnsByLabel.put(rows.label(i).toLowerCase(Locale.ROOT), i + 1);
      }
    }
    Integer found = columnsByLabel.get(label.toLowerCase(Locale.ROOT));
    if (found == null) {
      throw SqlErrors.invalidArgument("no such column: '" + label + "'");
    }
    return found;
  }

  @Override
  public boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    return rows.text(column(column));
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    int index = column(column);
    if (rows.type(index) == ValueType.TEXT) {
      String text = String.valueOf(rows.text(index)).strip();
      if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("t")) {
        return true;
      }
    }
    return rows.real(index) != 0;
  }

  @Override
  public byte getByte(int column) throws SQLException {
    return (byte) integer(column, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
  }

  @Override
  public short getShort(int column) throws SQLException {
    return (short) integer(column, Short.MIN_VALUE, Short.MAX_VALUE, "short");
  }

  @Override
  public int getInt(int column) throws SQLException {
    return (int) integer(column, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
  }

  private long integer(int column, long least, long most, String type) throws SQLException {
    return Numbers.inRange(rows.integer(column(column)), least, most, type);
  }

  @Override
  public long getLong(int column) throws SQLException {
    return rows.integer(column(column));
  }

  @Override
  public float getFloat(int column) throws SQLException {
    return (float) rows.real(column(column));
  }

  @Override
  public double getDouble(int column) throws SQLException {
    return rows.real(column(column));
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    int index = column(column);
    return switch (rows.type(index)) {
      case NULL -> null;
      case INTEGER -> BigDecimal.valueOf(rows.integer(index));
      case REAL -> BigDecimal.valueOf(rows.real(index));
      case TEXT, BLOB -> Numbers.decimal(String.valueOf(rows.text(index)));
    };
  }

  @Override
  @Deprecated
  public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte @Nullable [] getBytes(int column) throws SQLException {
    return rows.blob(column(column));
  }

  /**
   * Integers that fit are {@link Integer}, others {@link Long}, as other drivers of the dialect do.
   */
  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    int index = column(column);
    return switch (rows.type(index)) {
      case NULL -> null;
      case INTEGER -> {
        long value = rows.integer(index);
        if (value == (int) value
            && ColumnTypes.jdbcType(rows.declaredType(index)) != java.sql.Types.BIGINT) {
          yield (int) value;
        }
        yield value;
      }
      case REAL -> rows.real(index);
      case TEXT -> rows.text(index);
      case BLOB -> rows.blob(index);
    };
  }

  @Override
  public @Nullable Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
    if (!map.isEmpty()) {
      throw new SQLFeatureNotSupportedException("there are no user-defined types");
    }
    return getObject(column);
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    return ObjectConversion.to(this, column, type);
  }

  /** The value as a date and time of a zone; null for NULL. */
  @Nullable ZonedDateTime dateTime(int column, ZoneId zone) throws SQLException {
    return Temporals.read(rows, column(column), zone);
  }

  @Override
  public @Nullable Date getDate(int column) throws SQLException {
    return getDate(column, null);
  }

  @Override
  public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    ZonedDateTime value = dateTime(column, Temporals.zone(calendar));
    return value == null
        ? null
        : new Date(value.toLocalDate().atStartOfDay(value.getZone()).toInstant().toEpochMilli());
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    return getTime(column, null);
  }

  @Override
  public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    ZonedDateTime value = dateTime(column, Temporals.zone(calendar));
    return value == null ? null : new Time(value.toInstant().toEpochMilli());
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return getTimestamp(column, null);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    ZonedDateTime value = dateTime(column, Temporals.zone(calendar));
    return value == null ? null : Timestamp.from(value.toInstant());
  }

  @Override
  public @Nullable InputStream getAsciiStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  @Deprecated
  public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    byte[] bytes = getBytes(column);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  @Override
  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new StringReader(text);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public @Nullable Blob getBlob(int column) throws SQLException {
    byte[] bytes = getBytes(column);
    return bytes == null ? null : new JdbcBlob(bytes);
  }

  @Override
  public @Nullable Clob getClob(int column) throws SQLException {
    return getNClob(column);
  }

  @Override
  public @Nullable NClob getNClob(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new JdbcClob(text);
  }

  @Override
  public Ref getRef(int column) throws SQLException {
    throw new SQLFeatureNotSupportedException("references");
  }

  @Override
  public Array getArray(int column) throws SQLException {
    throw new SQLFeatureNotSupportedException("arrays");
  }

  @Override
  public URL getURL(int column) throws SQLException {
    throw new SQLFeatureNotSupportedException("URLs: read the text");
  }

  @Override
  public RowId getRowId(int column) throws SQLException {
    throw new SQLFeatureNotSupportedException("row ids: read the column rowid");
  }

  @Override
  public SQLXML getSQLXML(int column) throws SQLException {
    throw new SQLFeatureNotSupportedException("SQLXML: read the text");
  }

  // ---- about it

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new JdbcResultSetMetaData(rows);
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    checkOpen();
    return statement;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public String getCursorName() throws SQLException {
    throw new SQLFeatureNotSupportedException("cursor names");
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    if (direction != ResultSet.FETCH_FORWARD) {
      throw new SQLFeatureNotSupportedException("result sets go forward only");
    }
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public void setFetchSize(int fetchSize) throws SQLException {
    checkOpen();
    if (fetchSize < 0) {
      throw SqlErrors.invalidArgument("negative fetch size: " + fetchSize);
    }
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return 0;
  }

  @Override
  public int getType() throws SQLException {
    checkOpen();
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getConcurrency() throws SQLException {
    checkOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowInserted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    checkOpen();
    return false;
  }
}
