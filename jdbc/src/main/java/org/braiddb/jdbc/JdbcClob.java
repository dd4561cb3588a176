package org.braiddb.jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/** A text held in memory. Positions count from 1, in UTF-16 units. */
final class JdbcClob implements NClob {
  private String text;

  JdbcClob(String text) {
    this.text = text;
  }

  @Override
  public long length() {
    return text.length();
  }

  @Override
  public String getSubString(long position, int length) throws SQLException {
    int from = Ranges.start(position, text.length());
    return text.substring(from, Ranges.end(from, length, text.length()));
  }

  @Override
  public Reader getCharacterStream() {
    return new StringReader(text);
  }

  @Override
  public Reader getCharacterStream(long position, long length) throws SQLException {
    return new StringReader(getSubString(position, Math.toIntExact(length)));
  }

  @Override
  public InputStream getAsciiStream() {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public long position(String pattern, long start) throws SQLException {
    int found = text.indexOf(pattern, Ranges.start(start, text.length()));
    return found < 0 ? -1 : found + 1L;
  }

  @Override
  public long position(Clob pattern, long start) throws SQLException {
    return position(pattern.getSubString(1, Math.toIntExact(pattern.length())), start);
  }

  @Override
  public int setString(long position, String source) throws SQLException {
    return setString(position, source, 0, source.length());
  }

  @Override
  public int setString(long position, String source, int offset, int length) throws SQLException {
    int at = Ranges.start(position, text.length());
    String tail = at + length < text.length() ? text.substring(at + length) : "";
    text = text.substring(0, at) + source.substring(offset, offset + length) + tail;
    return length;
  }

  @Override
  public OutputStream setAsciiStream(long position) throws SQLException {
    throw new SQLFeatureNotSupportedException("setAsciiStream: use setCharacterStream");
  }

  @Override
  public Writer setCharacterStream(long position) {
    return new StringWriter() {
      @Override
      public void close() {
        try {
          setString(position, toString());
        } catch (SQLException e) {
          throw new IllegalArgumentException(e);
        }
      }
    };
  }

  @Override
  public void truncate(long length) throws SQLException {
    text = getSubString(1, Math.toIntExact(length));
  }

  @Override
  public void free() {
    text = "";
  }
}
