package org.braiddb.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of a prepared statement. */
abstract class StatementParameters extends JdbcStatement implements PreparedStatement {
  StatementParameters(JdbcConnection connection) throws SQLException {
    super(connection);
  }

  /** Where the values go; fails where the statement is closed. */
  abstract ParameterValues values() throws SQLException;

  @Override
  public void setNull(int parameter, int sqlType) throws SQLException {
    values().setNull(parameter);
  }

  @Override
  public void setNull(int parameter, int sqlType, String typeName) throws SQLException {
    values().setNull(parameter);
  }

  @Override
  public void setBoolean(int parameter, boolean value) throws SQLException {
    values().setLong(parameter, value ? 1 : 0);
  }

  @Override
  public void setByte(int parameter, byte value) throws SQLException {
    values().setLong(parameter, value);
  }

  @Override
  public void setShort(int parameter, short value) throws SQLException {
    values().setLong(parameter, value);
  }

  @Override
  public void setInt(int parameter, int value) throws SQLException {
    values().setLong(parameter, value);
  }

  @Override
  public void setLong(int parameter, long value) throws SQLException {
    values().setLong(parameter, value);
  }

  @Override
  public void setFloat(int parameter, float value) throws SQLException {
    values().setDouble(parameter, value);
  }

  @Override
  public void setDouble(int parameter, double value) throws SQLException {
    values().setDouble(parameter, value);
  }

  @Override
  public void setBigDecimal(int parameter, @Nullable BigDecimal value) throws SQLException {
    values().setDecimal(parameter, value);
  }

  @Override
  public void setString(int parameter, @Nullable String value) throws SQLException {
    values().setText(parameter, value);
  }

  @Override
  public void setNString(int parameter, @Nullable String value) throws SQLException {
    values().setText(parameter, value);
  }

  @Override
  public void setBytes(int parameter, byte @Nullable [] value) throws SQLException {
    values().setBlob(parameter, value == null ? null : value.clone());
  }

  @Override
  public void setObject(int parameter, @Nullable Object value) throws SQLException {
    values().setObject(parameter, value);
  }

  @Override
  public void setObject(int parameter, @Nullable Object value, int sqlType) throws SQLException {
    values().setObject(parameter, value);
  }

  @Override
  public void setObject(int parameter, @Nullable Object value, int sqlType, int scale)
      throws SQLException {
    values().setObject(parameter, value);
  }

  // ---- dates and times

  @Override
  public void setDate(int parameter, @Nullable Date value) throws SQLException {
    values().setObject(parameter, value);
  }

  @Override
  public void setTime(int parameter, @Nullable Time value) throws SQLException {
    values().setObject(parameter, value);
  }

  @Override
  public void setTimestamp(int parameter, @Nullable Timestamp value) throws SQLException {
    values().setObject(parameter, value);
  }

  @Override
  public void setDate(int parameter, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    setTemporal(parameter, value, calendar);
  }

  @Override
  public void setTime(int parameter, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    setTemporal(parameter, value, calendar);
  }

  @Override
  public void setTimestamp(int parameter, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    setTemporal(parameter, value, calendar);
  }

  private void setTemporal(
      int parameter, java.util.@Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    if (value == null || calendar == null) {
      values().setObject(parameter, value);
    } else {
      values().setText(parameter, Temporals.format(value, calendar));
    }
  }

  // ---- streams and large objects

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream stream, long length)
      throws SQLException {
    byte[] bytes = read(stream, length);
    values()
        .setText(parameter, bytes == null ? null : new String(bytes, StandardCharsets.US_ASCII));
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream stream, int length)
      throws SQLException {
    setAsciiStream(parameter, stream, (long) length);
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream stream) throws SQLException {
    setAsciiStream(parameter, stream, Long.MAX_VALUE);
  }

  @Override
  @Deprecated
  public void setUnicodeStream(int parameter, @Nullable InputStream stream, int length)
      throws SQLException {
    byte[] bytes = read(stream, length);
    values().setText(parameter, bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream stream, long length)
      throws SQLException {
    values().setBlob(parameter, read(stream, length));
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream stream, int length)
      throws SQLException {
    setBinaryStream(parameter, stream, (long) length);
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream stream) throws SQLException {
    setBinaryStream(parameter, stream, Long.MAX_VALUE);
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader reader, long length)
      throws SQLException {
    values().setText(parameter, read(reader, length));
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader reader, int length)
      throws SQLException {
    setCharacterStream(parameter, reader, (long) length);
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader reader) throws SQLException {
    setCharacterStream(parameter, reader, Long.MAX_VALUE);
  }

  @Override
  public void setNCharacterStream(int parameter, @Nullable Reader reader, long length)
      throws SQLException {
    setCharacterStream(parameter, reader, length);
  }

  @Override
  public void setNCharacterStream(int parameter, @Nullable Reader reader) throws SQLException {
    setCharacterStream(parameter, reader);
  }

  @Override
  public void setBlob(int parameter, @Nullable Blob value) throws SQLException {
    values().setObject(parameter, value);
  }

  @Override
  public void setBlob(int parameter, @Nullable InputStream stream, long length)
      throws SQLException {
    setBinaryStream(parameter, stream, length);
  }

  @Override
  public void setBlob(int parameter, @Nullable InputStream stream) throws SQLException {
    setBinaryStream(parameter, stream);
  }

  @Override
  public void setClob(int parameter, @Nullable Clob value) throws SQLException {
    values().setObject(parameter, value);
  }

  @Override
  public void setClob(int parameter, @Nullable Reader reader, long length) throws SQLException {
    setCharacterStream(parameter, reader, length);
  }

  @Override
  public void setClob(int parameter, @Nullable Reader reader) throws SQLException {
    setCharacterStream(parameter, reader);
  }

  @Override
  public void setNClob(int parameter, @Nullable NClob value) throws SQLException {
    values().setObject(parameter, value);
  }

  @Override
  public void setNClob(int parameter, @Nullable Reader reader, long length) throws SQLException {
    setCharacterStream(parameter, reader, length);
  }

  @Override
  public void setNClob(int parameter, @Nullable Reader reader) throws SQLException {
    setCharacterStream(parameter, reader);
  }

  private static byte @Nullable [] read(@Nullable InputStream stream, long length)
      throws SQLException {
    if (stream == null) {
      return null;
    }
    try {
      return stream.readNBytes((int) Math.min(checked(length), Integer.MAX_VALUE));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static @Nullable String read(@Nullable Reader reader, long length) throws SQLException {
    if (reader == null) {
      return null;
    }
    checked(length);
    try {
      StringWriter writer = new StringWriter();
      reader.transferTo(writer);
      String text = writer.toString();
      return length < text.length() ? text.substring(0, (int) length) : text;
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private static long checked(long length) throws SQLException {
    if (length < 0) {
      throw SqlErrors.invalidArgument("negative length: " + length);
    }
    return length;
  }

  private static SQLException unreadable(Exception cause) {
    return new SQLException("the value's stream failed: " + cause.getMessage(), "22000", cause);
  }

  // ---- what the dialect does not have

  @Override
  public void setRef(int parameter, Ref value) throws SQLException {
    throw new SQLFeatureNotSupportedException("references");
  }

  @Override
  public void setArray(int parameter, Array value) throws SQLException {
    throw new SQLFeatureNotSupportedException("arrays");
  }

  @Override
  public void setURL(int parameter, @Nullable URL value) throws SQLException {
    values().setText(parameter, value == null ? null : value.toString());
  }

  @Override
  public void setRowId(int parameter, RowId value) throws SQLException {
    throw new SQLFeatureNotSupportedException("row ids: set the number");
  }

  @Override
  public void setSQLXML(int parameter, SQLXML value) throws SQLException {
    throw new SQLFeatureNotSupportedException("SQLXML: set the text");
  }
}
