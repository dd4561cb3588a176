package org.braiddb.sql.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * A register: one SQL value, mutable, reused from row to row.
 *
 * <p>{@link #type} says which slot holds the value; the other slots are stale and mean nothing.
 *
 * <ul>
 *   <li>INTEGER: {@link #integer}
 *   <li>REAL: {@link #real}, never NaN ({@link #setReal} turns NaN into NULL)
 *   <li>TEXT: {@link #length} bytes of {@link #bytes} from {@link #offset}; UTF-8, perhaps invalid
 *   <li>BLOB: the same range
 * </ul>
 *
 * <p>The range is referenced, not copied. It may lie in a page and be valid only until its cursor
 * moves; a cell that must outlive its source calls {@link #own()}. Nobody writes into an array that
 * a cell refers to, so {@link #copyFrom} may share it.
 *
 * <p>The fields are public because the executor's expression nodes read and write them directly.
 * Not safe for use by several threads.
 */
public class Cell {
  public static final byte NULL = SearchKey.NULL;
  public static final byte INTEGER = SearchKey.INTEGER;
  public static final byte REAL = SearchKey.REAL;
  public static final byte TEXT = SearchKey.TEXT;
  public static final byte BLOB = SearchKey.BLOB;

  private static final byte[] NO_BYTES = {};

  public byte type = NULL;
  public long integer;
  public double real;
  public byte[] bytes = NO_BYTES;
  public int offset;
  public int length;

  /** A cell that holds NULL. */
  public Cell() {}

  /** Makes the value NULL. */
  public final void setNull() {
    type = NULL;
  }

  /** Makes the value an INTEGER. */
  public final void setInteger(long value) {
    type = INTEGER;
    integer = value;
  }

  /** Makes the value the INTEGER 1 or 0. */
  public final void setBoolean(boolean value) {
    type = INTEGER;
    integer = value ? 1 : 0;
  }

  /** Makes the value a REAL, or NULL where {@code value} is NaN. */
  public final void setReal(double value) {
    if (Double.isNaN(value)) {
      type = NULL;
    } else {
      type = REAL;
      real = value;
    }
  }

  /** Makes the value TEXT that refers to a range of UTF-8 bytes. */
  public final void setText(byte[] source, int from, int count) {
    type = TEXT;
    refer(source, from, count);
  }

  /** Makes the value TEXT that refers to a whole array of UTF-8 bytes. */
  public final void setText(byte[] source) {
    setText(source, 0, source.length);
  }

  /** Makes the value TEXT. */
  public final void setText(String text) {
    setText(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes the value a BLOB that refers to a range of bytes. */
  public final void setBlob(byte[] source, int from, int count) {
    type = BLOB;
    refer(source, from, count);
  }

  private void refer(byte[] source, int from, int count) {
    if (bytes != source) {
      bytes = source; // only where it changes: a reference stored costs a barrier
    }
    offset = from;
    length = count;
  }

  /** Makes the value a BLOB that refers to a whole array. */
  public final void setBlob(byte[] source) {
    setBlob(source, 0, source.length);
  }

  /** Takes the value of another cell; a range of bytes is shared, not copied. */
  public final void copyFrom(Cell source) {
    type = source.type;
    switch (source.type) {
      case INTEGER -> integer = source.integer;
      case REAL -> real = source.real;
      case TEXT, BLOB -> refer(source.bytes, source.offset, source.length);
      default -> {
        // NULL has no slot.
      }
    }
  }

  /** Copies a referenced range of bytes, so that the value outlives its source. */
  public final void own() {
    if (type >= TEXT) {
      bytes = Arrays.copyOfRange(bytes, offset, offset + length);
      offset = 0;
    }
  }

  /** Lets go of a referenced array and becomes NULL. */
  public final void release() {
    type = NULL;
    bytes = NO_BYTES;
    offset = 0;
    length = 0;
  }

  /** Whether the value is NULL. */
  public final boolean isNull() {
    return type == NULL;
  }

  /** Whether the value is an INTEGER or a REAL. */
  public final boolean isNumber() {
    return type == INTEGER || type == REAL;
  }

  /** Whether a condition with this value holds; NULL does not. Text counts as its number. */
  public final boolean isTrue() {
    return switch (type) {
      case NULL -> false;
      case INTEGER -> integer != 0;
      case REAL -> real != 0.0;
      default -> toReal() != 0.0;
    };
  }

  /**
   * The value as a 64-bit integer, as SQLite's C interface would give it: a REAL is truncated and
   * clamped, text gives its longest integer prefix, NULL gives 0.
   */
  public final long toInteger() {
    return switch (type) {
      case NULL -> 0;
      case INTEGER -> integer;
      case REAL -> NumericText.truncate(real);
      default -> NumericText.integerPrefix(bytes, offset, length);
    };
  }

  /** The value as a double, as SQLite's C interface would give it: text gives its prefix. */
  public final double toReal() {
    return switch (type) {
      case NULL -> 0.0;
      case INTEGER -> (double) integer;
      case REAL -> real;
      default -> NumericText.realPrefix(bytes, offset, length);
    };
  }

  /**
   * Makes a number its text; TEXT stays, a BLOB becomes TEXT of the same bytes, NULL stays NULL.
   * What {@code CAST(x AS TEXT)} does in a UTF-8 database.
   */
  public final void convertToText() {
    switch (type) {
      case INTEGER -> setText(NumberText.ofInteger(integer));
      case REAL -> setText(NumberText.ofReal(real));
      case BLOB -> type = TEXT;
      default -> {
        // NULL and TEXT stay as they are.
      }
    }
  }

  /**
   * Makes the value the text of another with its own behind it, what {@code ||} does in a UTF-8
   * database; NULL where one of them is.
   *
   * @param front becomes text
   * @param maximumBytes of the result
   * @throws org.braiddb.sql.error.StatementException if it would be longer
   */
  public final void putBehind(Cell front, int maximumBytes) {
    if (type == NULL || front.type == NULL) {
      type = NULL;
      return;
    }
    convertToText();
    front.convertToText();
    byte[] joined = new byte[LengthLimit.check((long) front.length + length, maximumBytes)];
    System.arraycopy(front.bytes, front.offset, joined, 0, front.length);
    System.arraycopy(bytes, offset, joined, front.length, length);
    setText(joined);
  }

  /** A copy of the bytes of TEXT or BLOB. */
  public final byte[] copyOfBytes() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** The bytes of TEXT or BLOB decoded as UTF-8; what is invalid becomes U+FFFD. */
  public final String decodeText() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /** The value for the Java API: null, Long, Double, String or a fresh {@code byte[]}. */
  public final @Nullable Object toObject() {
    return switch (type) {
      case NULL -> null;
      case INTEGER -> integer;
      case REAL -> real;
      case TEXT -> decodeText();
      default -> copyOfBytes();
    };
  }

  /**
   * Takes a value from the Java API: null, a Boolean, a Byte, Short, Integer or Long, a Float or
   * Double, a CharSequence, or a {@code byte[]}, whose content is copied.
   *
   * @throws IllegalArgumentException for any other class
   */
  public final void setObject(@Nullable Object value) {
    switch (value) {
      case null -> setNull();
      case Long number -> setInteger(number);
      case Double number -> setReal(number);
      case CharSequence text -> setText(text.toString());
      case byte[] blob -> setBlob(blob.clone());
      case Boolean truth -> setBoolean(truth);
      case Integer number -> setInteger(number);
      case Short number -> setInteger(number);
      case Byte number -> setInteger(number);
      case Float number -> setReal(number);
      default ->
          throw new IllegalArgumentException(
              "no SQL value for an object of " + value.getClass().getName());
    }
  }

  /**
   * Whether another value is the same in type and every bit, whatever a collation thinks; equal
   * numbers of different types are not.
   */
  public final boolean isIdenticalTo(Cell other) {
    if (type != other.type) {
      return false;
    }
    return switch (type) {
      case NULL -> true;
      case INTEGER -> integer == other.integer;
      case REAL -> Double.doubleToRawLongBits(real) == Double.doubleToRawLongBits(other.real);
      default ->
          Arrays.equals(
              bytes,
              offset,
              offset + length,
              other.bytes,
              other.offset,
              other.offset + other.length);
    };
  }

  /** New cells with the values of {@link #setObject}. */
  public static Cell[] row(@Nullable Object... values) {
    Cell[] row = new Cell[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = new Cell();
      row[i].setObject(values[i]);
    }
    return row;
  }

  /** For debugging: the value as an SQL literal would show it, roughly. */
  @Override
  public String toString() {
    return switch (type) {
      case NULL -> "NULL";
      case INTEGER -> Long.toString(integer);
      case REAL -> Double.toString(real);
      case TEXT -> "'" + decodeText() + "'";
      default -> "x'" + java.util.HexFormat.of().formatHex(bytes, offset, offset + length) + "'";
    };
  }
}
