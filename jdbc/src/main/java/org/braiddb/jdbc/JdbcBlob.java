package org.braiddb.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;

/** A BLOB held in memory. Positions count from 1. */
final class JdbcBlob implements Blob {
  private byte[] bytes;

  JdbcBlob(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public byte[] getBytes(long position, int length) throws SQLException {
    int from = Ranges.start(position, bytes.length);
    return Arrays.copyOfRange(bytes, from, Ranges.end(from, length, bytes.length));
  }

  @Override
  public InputStream getBinaryStream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public InputStream getBinaryStream(long position, long length) throws SQLException {
    return new ByteArrayInputStream(getBytes(position, Math.toIntExact(length)));
  }

  @Override
  public long position(byte[] pattern, long start) throws SQLException {
    for (int at = Ranges.start(start, bytes.length); at + pattern.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
        return at + 1L;
      }
    }
    return -1;
  }

  @Override
  public long position(Blob pattern, long start) throws SQLException {
    return position(pattern.getBytes(1, Math.toIntExact(pattern.length())), start);
  }

  @Override
  public int setBytes(long position, byte[] source) throws SQLException {
    return setBytes(position, source, 0, source.length);
  }

  @Override
  public int setBytes(long position, byte[] source, int offset, int length) throws SQLException {
    int at = Ranges.start(position, bytes.length);
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length, at + length));
    System.arraycopy(source, offset, bytes, at, length);
    return length;
  }

  @Override
  public OutputStream setBinaryStream(long position) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        try {
          setBytes(position, toByteArray());
        } catch (SQLException e) {
          throw new IllegalArgumentException(e);
        }
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    bytes = getBytes(1, Math.toIntExact(length));
  }

  @Override
  public void free() {
    bytes = new byte[0];
  }
}
