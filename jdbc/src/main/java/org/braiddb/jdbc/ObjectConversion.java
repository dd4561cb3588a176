package org.braiddb.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code getObject(column, class)}: which classes, and how they are made. */
final class ObjectConversion {
  private ObjectConversion() {}

  static <T> @Nullable T to(JdbcResultSet result, int column, Class<T> type) throws SQLException {
    Object value = convert(result, column, type);
    if (value == null || result.wasNull()) {
      return null;
    }
    return type.cast(value);
  }

  private static @Nullable Object convert(JdbcResultSet result, int column, Class<?> type)
      throws SQLException {
    if (type == String.class) {
      return result.getString(column);
    }
    if (type == Object.class) {
      return result.getObject(column);
    }
    if (type == byte[].class) {
      return result.getBytes(column);
    }
    if (type == Boolean.class) {
      return result.getBoolean(column);
    }
    if (type == UUID.class) {
      return uuid(result.getString(column));
    }
    if (type == Blob.class) {
      return result.getBlob(column);
    }
    if (type == Clob.class) {
      return result.getClob(column);
    }
    if (Number.class.isAssignableFrom(type)) {
      return number(result, column, type);
    }
    return temporal(result, column, type);
  }

  private static @Nullable UUID uuid(@Nullable String text) throws SQLException {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.invalidArgument("not a UUID: '" + text + "'");
    }
  }

  private static @Nullable Object number(JdbcResultSet result, int column, Class<?> type)
      throws SQLException {
    if (type == Long.class) {
      return result.getLong(column);
    }
    if (type == Integer.class) {
      return result.getInt(column);
    }
    if (type == Short.class) {
      return result.getShort(column);
    }
    if (type == Byte.class) {
      return result.getByte(column);
    }
    if (type == Double.class) {
      return result.getDouble(column);
    }
    if (type == Float.class) {
      return result.getFloat(column);
    }
    BigDecimal decimal = result.getBigDecimal(column);
    if (type == BigDecimal.class || decimal == null) {
      return decimal;
    }
    if (type == BigInteger.class) {
      return decimal.toBigInteger();
    }
    throw unsupported(type);
  }

  private static @Nullable Object temporal(JdbcResultSet result, int column, Class<?> type)
      throws SQLException {
    if (type == Date.class) {
      return result.getDate(column);
    }
    if (type == Time.class) {
      return result.getTime(column);
    }
    if (type == Timestamp.class || type == java.util.Date.class) {
      return result.getTimestamp(column);
    }
    boolean zoned =
        type == Instant.class || type == OffsetDateTime.class || type == ZonedDateTime.class;
    if (!zoned
        && type != LocalDate.class
        && type != LocalDateTime.class
        && type != LocalTime.class) {
      throw unsupported(type);
    }
    ZonedDateTime value = result.dateTime(column, zoned ? ZoneOffset.UTC : ZoneId.systemDefault());
    if (value == null) {
      return null;
    }
    if (type == LocalDate.class) {
      return value.toLocalDate();
    }
    if (type == LocalDateTime.class) {
      return value.toLocalDateTime();
    }
    if (type == LocalTime.class) {
      return value.toLocalTime();
    }
    if (type == Instant.class) {
      return value.toInstant();
    }
    return type == OffsetDateTime.class ? value.toOffsetDateTime() : value;
  }

  private static SQLException unsupported(Class<?> type) {
    return new SQLFeatureNotSupportedException("getObject as " + type.getName());
  }
}
