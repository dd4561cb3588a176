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
  enum Kind {
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
    kinds = new Kind[count];
    numbers = new long[count];
    objects = new @Nullable Object[count];
    Arrays.fill(kinds, Kind.UNSET);
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

  /** Stores what differs only: a reference stored costs a barrier. */
  private void setKind(int index, Kind kind) {
    if (kinds[index] != kind) {
      kinds[index] = kind;
    }
  }

  void setNull(int parameter) throws SQLException {
    setKind(index(parameter), Kind.NULL);
  }

  void setLong(int parameter, long value) throws SQLException {
    int index = index(parameter);
    setKind(index, Kind.LONG);
    numbers[index] = value;
  }

  void setDouble(int parameter, double value) throws SQLException {
    int index = index(parameter);
    setKind(index, Kind.DOUBLE);
    numbers[index] = Double.doubleToRawLongBits(value);
  }

  void setText(int parameter, @Nullable String value) throws SQLException {
    set(parameter, value == null ? Kind.NULL : Kind.TEXT, value);
  }

  /** Keeps the array, which nobody may write into any more. */
  void setBlob(int parameter, byte @Nullable [] value) throws SQLException {
    set(parameter, value == null ? Kind.NULL : Kind.BLOB, value);
  }

  private void set(int parameter, Kind kind, @Nullable Object value) throws SQLException {
    int index = index(parameter);
    setKind(index, kind);
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
      bind(statement, i + 1, kinds[i], numbers[i], objects[i]);
    }
  }

  private static void bind(
      Statement statement, int parameter, Kind kind, long number, @Nullable Object object)
      throws SQLException {
    switch (kind) {
      case UNSET -> throw SqlErrors.invalidArgument("parameter " + parameter + " is not set");
      case NULL -> statement.bindNull(parameter);
      case LONG -> statement.bindLong(parameter, number);
      case DOUBLE -> statement.bindDouble(parameter, Double.longBitsToDouble(number));
      case TEXT -> statement.bindText(parameter, (String) object);
      case BLOB -> statement.bindUncopied(parameter, (byte @Nullable []) object);
    }
  }

  /** The rows of values of a batch, in arrays of their own: none of them is an object. */
  static final class Rows {
    private static final int FIRST_CAPACITY = 64;

    /** Arrays of more values are not kept for the next batch. */
    private static final int MOST_KEPT = 1 << 16;

    private Kind[] kinds = {};
    private long[] numbers = {};
    private @Nullable Object[] objects = {};
    private int used;
    private int count;

    /** Adds a row. All have as many values. */
    void add(ParameterValues values) {
      int width = values.count();
      if (used + width > kinds.length) {
        int capacity = Math.max(FIRST_CAPACITY, Math.max(used + width, 2 * kinds.length));
        kinds = Arrays.copyOf(kinds, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        objects = Arrays.copyOf(objects, capacity);
      }
      System.arraycopy(values.kinds, 0, kinds, used, width);
      System.arraycopy(values.numbers, 0, numbers, used, width);
      System.arraycopy(values.objects, 0, objects, used, width);
      used += width;
      count++;
    }

    int count() {
      return count;
    }

    /** Forgets the rows. */
    void clear() {
      if (used > MOST_KEPT) {
        kinds = new Kind[0];
        numbers = new long[0];
        objects = new Object[0];
      } else {
        Arrays.fill(objects, 0, used, null);
      }
      used = 0;
      count = 0;
    }

    /** Binds a row as {@link ParameterValues#bindTo} does. */
    void bindTo(Statement statement, int row) throws SQLException {
      int width = used / count;
      for (int i = 0, at = row * width; i < width; i++, at++) {
        bind(statement, i + 1, kinds[at], numbers[at], objects[at]);
      }
    }
  }
}
