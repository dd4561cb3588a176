package org.braiddb.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.UUID;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The values set on a prepared statement, kept without boxing until it is executed. */
final class ParameterValues {
  private enum Kind {
    UNSET,
    NULL,
    LONG,
    DOUBLE,
    TEXT,
    BLOB
  }

  private final Kind[] kinds;
  private final long[] numbers;
  private final @Nullable Object[] objects;

  ParameterValues(int count) {
    this(new Kind[count], new long[count], new @Nullable Object[count]);
    Arrays.fill(kinds, Kind.UNSET);
  }

  private ParameterValues(Kind[] kinds, long[] numbers, @Nullable Object[] objects) {
    this.kinds = kinds;
    this.numbers = numbers;
    this.objects = objects;
  }

  ParameterValues copy() {
    return new ParameterValues(kinds.clone(), numbers.clone(), objects.clone());
  }

  int count() {
    return kinds.length;
  }

  void clear() {
    Arrays.fill(kinds, Kind.UNSET);
    Arrays.fill(objects, null);
  }

  private int index(int parameter) throws SQLException {
    if (parameter < 1 || parameter > kinds.length) {
      throw SqlErrors.invalidArgument(
          "parameter index out of range: " + parameter + " of " + kinds.length);
    }
    return parameter - 1;
  }

  void setNull(int parameter) throws SQLException {
    kinds[index(parameter)] = Kind.NULL;
  }

  void setLong(int parameter, long value) throws SQLException {
    int index = index(parameter);
    kinds[index] = Kind.LONG;
    numbers[index] = value;
  }

  void setDouble(int parameter, double value) throws SQLException {
    int index = index(parameter);
    kinds[index] = Kind.DOUBLE;
    numbers[index] = Double.doubleToRawLongBits(value);
  }

  void setText(int parameter, @Nullable String value) throws SQLException {
    set(parameter, value == null ? Kind.NULL : Kind.TEXT, value);
  }

  void setBlob(int parameter, byte @Nullable [] value) throws SQLException {
    set(parameter, value == null ? Kind.NULL : Kind.BLOB, value);
  }

  private void set(int parameter, Kind kind, @Nullable Object value) throws SQLException {
    int index = index(parameter);
    kinds[index] = kind;
    objects[index] = value;
  }

  /** Exactly, where the engine has such a number; else as text, which column affinity converts. */
  void setDecimal(int parameter, @Nullable BigDecimal value) throws SQLException {
    if (value == null) {
      setNull(parameter);
    } else if (value.stripTrailingZeros().scale() <= 0 && value.precision() <= 18) {
      setLong(parameter, value.longValueExact());
    } else if (BigDecimal.valueOf(value.doubleValue()).compareTo(value) == 0) {
      setDouble(parameter, value.doubleValue());
    } else {
      setText(parameter, value.toPlainString());
    }
  }

  void setObject(int parameter, @Nullable Object value) throws SQLException {
    switch (value) {
      case null -> setNull(parameter);
      case Boolean flag -> setLong(parameter, flag ? 1 : 0);
      case BigDecimal decimal -> setDecimal(parameter, decimal);
      case BigInteger integer -> setDecimal(parameter, new BigDecimal(integer));
      case Double number -> setDouble(parameter, number);
      case Float number -> setDouble(parameter, number);
      case Number number -> setLong(parameter, number.longValue());
      case CharSequence text -> setText(parameter, text.toString());
      case Character character -> setText(parameter, character.toString());
      case byte[] bytes -> setBlob(parameter, bytes.clone());
      case UUID uuid -> setText(parameter, uuid.toString());
      case Blob blob -> setBlob(parameter, blob.getBytes(1, Math.toIntExact(blob.length())));
      case Clob clob -> setText(parameter, clob.getSubString(1, Math.toIntExact(clob.length())));
      default -> {
        String temporal = Temporals.format(value);
        if (temporal == null) {
          throw new SQLFeatureNotSupportedException(
              "parameters of class " + value.getClass().getName());
        }
        setText(parameter, temporal);
      }
    }
  }

  /**
   * Binds all; a parameter that was not set is an error, since a NULL in silence is a wrong answer.
   */
  void bindTo(Statement statement) throws SQLException {
    for (int i = 0; i < kinds.length; i++) {
      int parameter = i + 1;
      switch (kinds[i]) {
        case UNSET -> throw SqlErrors.invalidArgument("parameter " + parameter + " is not set");
        case NULL -> statement.bindNull(parameter);
        case LONG -> statement.bindLong(parameter, numbers[i]);
        case DOUBLE -> statement.bindDouble(parameter, Double.longBitsToDouble(numbers[i]));
        case TEXT -> statement.bindText(parameter, (String) objects[i]);
        case BLOB -> statement.bindBlob(parameter, (byte @Nullable []) objects[i]);
      }
    }
  }
}
