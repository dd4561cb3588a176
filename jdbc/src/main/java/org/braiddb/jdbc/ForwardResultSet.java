package org.braiddb.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;

/** The part of {@link ResultSet} that forward-only, read-only results refuse. */
abstract class ForwardResultSet implements ResultSet {
  private static SQLException readOnly() {
    return new SQLFeatureNotSupportedException("result sets are read-only");
  }

  private static SQLException forwardOnly() {
    return new SQLFeatureNotSupportedException("result sets go forward only");
  }

  @Override
  public void updateNull(int column) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBoolean(int column, boolean value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateByte(int column, byte value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateShort(int column, short value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateInt(int column, int value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateLong(int column, long value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateFloat(int column, float value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateDouble(int column, double value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBigDecimal(int column, @Nullable BigDecimal value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateString(int column, @Nullable String value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBytes(int column, byte @Nullable [] value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateDate(int column, @Nullable Date value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateTime(int column, @Nullable Time value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateTimestamp(int column, @Nullable Timestamp value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateAsciiStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBinaryStream(int column, @Nullable InputStream value, int length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateCharacterStream(int column, @Nullable Reader value, int length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateObject(int column, @Nullable Object value, int length) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateObject(int column, @Nullable Object value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNull(String column) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBoolean(String column, boolean value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateByte(String column, byte value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateShort(String column, short value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateInt(String column, int value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateLong(String column, long value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateFloat(String column, float value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateDouble(String column, double value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBigDecimal(String column, @Nullable BigDecimal value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateString(String column, @Nullable String value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBytes(String column, byte @Nullable [] value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateDate(String column, @Nullable Date value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateTime(String column, @Nullable Time value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateTimestamp(String column, @Nullable Timestamp value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateAsciiStream(String column, @Nullable InputStream value, int length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBinaryStream(String column, @Nullable InputStream value, int length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateCharacterStream(String column, @Nullable Reader value, int length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateObject(String column, @Nullable Object value, int length) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateObject(String column, @Nullable Object value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void insertRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void deleteRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void refreshRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    throw readOnly();
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateRef(int column, @Nullable Ref value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateRef(String column, @Nullable Ref value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBlob(int column, @Nullable Blob value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBlob(String column, @Nullable Blob value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateClob(int column, @Nullable Clob value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateClob(String column, @Nullable Clob value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateArray(int column, @Nullable Array value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateArray(String column, @Nullable Array value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateRowId(int column, @Nullable RowId value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateRowId(String column, @Nullable RowId value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNString(int column, @Nullable String value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNString(String column, @Nullable String value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNClob(int column, @Nullable NClob value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNClob(String column, @Nullable NClob value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateSQLXML(int column, @Nullable SQLXML value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateSQLXML(String column, @Nullable SQLXML value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNCharacterStream(String column, @Nullable Reader value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateAsciiStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBinaryStream(int column, @Nullable InputStream value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateCharacterStream(int column, @Nullable Reader value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateAsciiStream(String column, @Nullable InputStream value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBinaryStream(String column, @Nullable InputStream value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateCharacterStream(String column, @Nullable Reader value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBlob(int column, @Nullable InputStream value, long length) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBlob(String column, @Nullable InputStream value, long length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateClob(int column, @Nullable Reader value, long length) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateClob(String column, @Nullable Reader value, long length) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNClob(int column, @Nullable Reader value, long length) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNClob(String column, @Nullable Reader value, long length) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNCharacterStream(int column, @Nullable Reader value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNCharacterStream(String column, @Nullable Reader value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateAsciiStream(int column, @Nullable InputStream value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBinaryStream(int column, @Nullable InputStream value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateCharacterStream(int column, @Nullable Reader value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateAsciiStream(String column, @Nullable InputStream value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBinaryStream(String column, @Nullable InputStream value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateCharacterStream(String column, @Nullable Reader value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBlob(int column, @Nullable InputStream value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateBlob(String column, @Nullable InputStream value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateClob(int column, @Nullable Reader value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateClob(String column, @Nullable Reader value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNClob(int column, @Nullable Reader value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateNClob(String column, @Nullable Reader value) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateObject(int column, @Nullable Object value, SQLType type, int length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateObject(String column, @Nullable Object value, SQLType type, int length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateObject(int column, @Nullable Object value, SQLType length) throws SQLException {
    throw readOnly();
  }

  @Override
  public void updateObject(String column, @Nullable Object value, SQLType length)
      throws SQLException {
    throw readOnly();
  }

  @Override
  public void beforeFirst() throws SQLException {
    throw forwardOnly();
  }

  @Override
  public void afterLast() throws SQLException {
    throw forwardOnly();
  }

  @Override
  public boolean first() throws SQLException {
    throw forwardOnly();
  }

  @Override
  public boolean last() throws SQLException {
    throw forwardOnly();
  }

  @Override
  public boolean absolute(int rows) throws SQLException {
    throw forwardOnly();
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    throw forwardOnly();
  }

  @Override
  public boolean previous() throws SQLException {
    throw forwardOnly();
  }
}
