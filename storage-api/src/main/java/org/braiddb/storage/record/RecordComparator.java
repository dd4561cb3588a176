package org.braiddb.storage.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compares stored records under a {@link KeyOrder}, in place: no column is copied out of its
 * record.
 *
 * <p>Immutable; safe for use by any thread as far as the order's collations are. Record bytes are
 * not trusted: what is no record gives {@link MalformedRecordException}, never a read outside the
 * given range.
 */
public final class RecordComparator {
  private static final double TWO_TO_63 = 0x1p63;

  /** What no comparison gives. */
  private static final int UNDECIDED = Integer.MIN_VALUE;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Collation[] collations;
  private final boolean[] descending;
  private final TextEncoding encoding;
  private final boolean firstIsBinary;
  private final boolean firstIsDescending;

  /** A comparator under the given order. */
  public RecordComparator(KeyOrder order) {
    int size = order.columns().size();
    collations = new Collation[size];
    descending = new boolean[size];
    for (int i = 0; i < size; i++) {
      collations[i] = order.columns().get(i).collation();
      descending[i] = order.columns().get(i).descending();
    }
    encoding = order.encoding();
    firstIsBinary = size == 0 || collations[0] == Collations.BINARY;
    firstIsDescending = size > 0 && descending[0];
  }

  /**
   * Negative, zero or positive as the key sorts before, with or after the record. Only the columns
   * that the key has are compared, so a key with fewer columns equals every record that begins with
   * it; a record that ends earlier equals the key.
   */
  public int compare(SearchKey key, byte[] record, int offset, int length) {
    int end = offset + length;
    int first = compareFirst(key, record, offset, end);
    if (first == UNDECIDED) {
      return compareAll(key, record, offset, end);
    }
    if (first != 0 || key.size() == 1) {
      return first;
    }
    int headerEnd = offset + record[offset];
    int body = headerEnd + SerialType.size(record[offset + 1]);
    return compareFrom(1, key, record, offset + 2, headerEnd, body, end);
  }

  /** Whether the first column's texts are ordered by their bytes. */
  public boolean ordersFirstByBytes() {
    return firstIsBinary;
  }

  /** Whether the first column is ordered from the largest to the smallest. */
  public boolean ordersFirstDescending() {
    return firstIsDescending;
  }

  /** The first eight of some bytes; see {@link SearchKey#beginning}. */
  public static long beginning(byte[] bytes, int offset, int length) {
    if (offset + Long.BYTES > bytes.length) {
      long value = 0;
      for (int i = 0; i < length && i < Long.BYTES; i++) {
        value |= (bytes[offset + i] & 0xffL) << (56 - 8 * i);
      }
      return value;
    }
    long value = (long) EIGHT_BYTES.get(bytes, offset);
    return length >= Long.BYTES ? value : length == 0 ? 0 : value & -1L << (64 - 8 * length);
  }

  /**
   * Mostly the first column decides, and mostly it is an INTEGER or TEXT compared by its bytes in a
   * record with a short header.
   *
   * @return {@link #UNDECIDED} where it is not of that kind
   */
  private int compareFirst(SearchKey key, byte[] record, int offset, int end) {
    if (key.size() == 0 || end - offset < 2 || record[offset] < 2) {
      return UNDECIDED;
    }
    int body = offset + record[offset];
    int type = record[offset + 1];
    if (type < 0 || SerialType.size(type) > end - body) {
      return UNDECIDED;
    }
    int result = UNDECIDED;
    if (key.type(0) == SearchKey.TEXT) {
      if (type >= SerialType.FIRST_TEXT && (type & 1) == 1 && firstIsBinary) {
        result = compareBytes(key, 0, record, body, SerialType.size(type));
      }
    } else if (key.type(0) == SearchKey.INTEGER && SerialType.isInteger(type)) {
      result = Long.compare(key.integer(0), SerialType.readInteger(type, record, body));
    }
    return firstIsDescending && result != UNDECIDED ? -result : result;
  }

  private int compareAll(SearchKey key, byte[] record, int offset, int end) {
    long headerSize = readVarint(record, offset, end);
    int header = offset + Varint.length(record, offset);
    int headerEnd = headerEnd(offset, headerSize, end);
    return compareFrom(0, key, record, header, headerEnd, headerEnd, end);
  }

  /**
   * Compares the columns from one on.
   *
   * @param next where its type is
   * @param value where its value is
   */
  private int compareFrom(
      int first, SearchKey key, byte[] record, int next, int headerEnd, int value, int end) {
    int header = next;
    int body = value;
    int size = key.size();
    for (int column = first; column < size && header < headerEnd; column++) {
      int type = record[header];
      if (type >= 0) {
        header++;
      } else {
        type = readType(record, header, headerEnd);
        header += Varint.length(record, header);
      }
      int behind = bodyEnd(body, type, end);
      int result = compareValue(key, column, type, record, body);
      if (result != 0) {
        return directed(column, result);
      }
      body = behind;
    }
    return 0;
  }

  /**
   * Negative, zero or positive as the left record sorts before, with or after the right one, on the
   * columns that both have.
   *
   * @param columns compare at most so many leading columns
   */
  public int compare(
      byte[] left,
      int leftOffset,
      int leftLength,
      byte[] right,
      int rightOffset,
      int rightLength,
      int columns) {
    int result =
        compareInPlace(left, leftOffset, leftLength, right, rightOffset, rightLength, columns);
    if (result != UNDECIDED) {
      return result;
    }
    SearchKey key = new SearchKey(Math.min(columns, collations.length + 1));
    unpack(left, leftOffset, leftLength, columns, key);
    return compare(key, right, rightOffset, rightLength);
  }

  /**
   * The same for two records in one array, for those who compare many.
   *
   * @param key the left record's, where it is needed
   */
  public int compare(
      byte[] records,
      int leftOffset,
      int leftLength,
      int rightOffset,
      int rightLength,
      int columns,
      SearchKey key) {
    int result =
        compareInPlace(records, leftOffset, leftLength, records, rightOffset, rightLength, columns);
    if (result != UNDECIDED) {
      return result;
    }
    unpack(records, leftOffset, leftLength, columns, key);
    return compare(key, records, rightOffset, rightLength);
  }

  /**
   * The same for records whose header and types are short, up to a pair of values that are neither
   * two INTEGERs nor two TEXTs compared by their bytes.
   *
   * @return {@link #UNDECIDED} where it comes to anything else, damage included
   */
  private int compareInPlace(
      byte[] left,
      int leftOffset,
      int leftLength,
      byte[] right,
      int rightOffset,
      int rightLength,
      int columns) {
    int rightHeader = rightLength == 0 ? 0 : right[rightOffset];
    if (rightHeader < 1
        || rightHeader > rightLength
        || !isShort(left, leftOffset, leftLength, columns)) {
      return UNDECIDED;
    }
    int leftHeader = left[leftOffset];
    int leftBody = leftOffset + leftHeader;
    int rightBody = rightOffset + rightHeader;
    int shared = Math.min(Math.min(leftHeader, rightHeader) - 1, columns);
    for (int column = 0; column < shared; column++) {
      int leftType = left[leftOffset + 1 + column];
      int rightType = right[rightOffset + 1 + column];
      if (rightType < 0) {
        return UNDECIDED;
      }
      int leftSize = SerialType.size(leftType);
      int rightSize = SerialType.size(rightType);
      if (rightSize > rightOffset + rightLength - rightBody) {
        return UNDECIDED;
      }
      int result;
      if (SerialType.isInteger(leftType) && SerialType.isInteger(rightType)) {
        result =
            Long.compare(
                SerialType.readInteger(leftType, left, leftBody),
                SerialType.readInteger(rightType, right, rightBody));
      } else if (SerialType.isText(leftType) && SerialType.isText(rightType) && isBinary(column)) {
        result =
            Arrays.compareUnsigned(
                left, leftBody, leftBody + leftSize, right, rightBody, rightBody + rightSize);
      } else {
        return UNDECIDED;
      }
      if (result != 0) {
        return directed(column, result);
      }
      leftBody += leftSize;
      rightBody += rightSize;
    }
    return 0;
  }

  /** Whether header and types of a record take a byte each, and it has all of its first values. */
  private static boolean isShort(byte[] record, int offset, int length, int columns) {
    int header = length == 0 ? 0 : record[offset];
    if (header < 1 || header > length) {
      return false;
    }
    int size = header;
    for (int column = Math.min(header - 1, columns); column > 0; column--) {
      int type = record[offset + column];
      if (type < 0) {
        return false;
      }
      size += SerialType.size(type);
    }
    return size <= length;
  }

  /** What two values of a column that differ say of their records. */
  private int directed(int column, int result) {
    return column < descending.length && descending[column] ? -result : result;
  }

  private boolean isBinary(int column) {
    return column >= collations.length || collations[column] == Collations.BINARY;
  }

  /**
   * Sets a key to the first columns of a record. The key refers to the record's bytes.
   *
   * @param columns take at most so many
   */
  public static void unpack(byte[] record, int offset, int length, int columns, SearchKey key) {
    key.clear();
    int end = offset + length;
    long headerSize = readVarint(record, offset, end);
    int header = offset + Varint.length(record, offset);
    int headerEnd = headerEnd(offset, headerSize, end);
    int body = headerEnd;
    while (header < headerEnd && key.size() < columns) {
      int type = readType(record, header, headerEnd);
      header += Varint.length(record, header);
      int next = bodyEnd(body, type, end);
      addValue(key, type, record, body);
      body = next;
    }
  }

  private static void addValue(SearchKey key, int type, byte[] record, int body) {
    if (SerialType.isInteger(type)) {
      key.addInteger(SerialType.readInteger(type, record, body));
    } else if (SerialType.isText(type)) {
      key.addText(record, body, SerialType.size(type));
    } else if (SerialType.isBlob(type)) {
      key.addBlob(record, body, SerialType.size(type));
    } else if (isReal(type, record, body)) {
      key.addReal(SerialType.readReal(record, body));
    } else {
      key.addNull();
    }
  }

  private int compareValue(SearchKey key, int column, int type, byte[] record, int body) {
    return switch (key.type(column)) {
      case SearchKey.NULL -> isNull(type, record, body) ? 0 : -1;
      case SearchKey.INTEGER -> compareInteger(key.integer(column), type, record, body);
      case SearchKey.REAL -> compareReal(key.real(column), type, record, body);
      case SearchKey.TEXT -> compareText(key, column, type, record, body);
      default -> compareBlob(key, column, type, record, body);
    };
  }

  private static int compareInteger(long value, int type, byte[] record, int body) {
    if (SerialType.isInteger(type)) {
      return Long.compare(value, SerialType.readInteger(type, record, body));
    }
    if (isReal(type, record, body)) {
      return compareIntegerReal(value, SerialType.readReal(record, body));
    }
    return isNull(type, record, body) ? 1 : -1;
  }

  private static int compareReal(double value, int type, byte[] record, int body) {
    if (SerialType.isInteger(type)) {
      return -compareIntegerReal(SerialType.readInteger(type, record, body), value);
    }
    if (isReal(type, record, body)) {
      double stored = SerialType.readReal(record, body);
      return value < stored ? -1 : value > stored ? 1 : 0; // -0.0 equals 0.0
    }
    return isNull(type, record, body) ? 1 : -1;
  }

  private int compareText(SearchKey key, int column, int type, byte[] record, int body) {
    if (!SerialType.isText(type)) {
      return SerialType.isBlob(type) ? -1 : 1;
    }
    int size = SerialType.size(type);
    if (isBinary(column)) {
      return compareBytes(key, column, record, body, size);
    }
    return collations[column].compare(
        key.bytes(column), key.offset(column), key.length(column), record, body, size, encoding);
  }

  private static int compareBlob(SearchKey key, int column, int type, byte[] record, int body) {
    return SerialType.isBlob(type)
        ? compareBytes(key, column, record, body, SerialType.size(type))
        : 1;
  }

  private static int compareBytes(SearchKey key, int column, byte[] record, int body, int size) {
    byte[] bytes = key.bytes(column);
    int offset = key.offset(column);
    int length = key.length(column);
    if (length >= Long.BYTES && size >= Long.BYTES) {
      long own = (long) EIGHT_BYTES.get(bytes, offset);
      long stored = (long) EIGHT_BYTES.get(record, body);
      if (own != stored) {
        return Long.compareUnsigned(own, stored);
      }
    }
    return Arrays.compareUnsigned(bytes, offset, offset + length, record, body, body + size);
  }

  /** Exact: no integer is rounded to a double on the way. The real is not NaN. */
  static int compareIntegerReal(long integer, double real) {
    if (real >= TWO_TO_63) {
      return -1;
    }
    if (real < -TWO_TO_63) {
      return 1;
    }
    long truncated = (long) real;
    if (integer != truncated) {
      return integer < truncated ? -1 : 1;
    }
    double fraction = real - truncated;
    return fraction > 0 ? -1 : fraction < 0 ? 1 : 0;
  }

  private static boolean isReal(int type, byte[] record, int body) {
    return type == SerialType.REAL && !Double.isNaN(SerialType.readReal(record, body));
  }

  /** NULL, the two reserved types, and NaN, which SQLite reads as NULL. */
  private static boolean isNull(int type, byte[] record, int body) {
    return type == SerialType.NULL
        || type == 10
        || type == 11
        || type == SerialType.REAL && Double.isNaN(SerialType.readReal(record, body));
  }

  private static long readVarint(byte[] record, int offset, int limit) {
    if (Varint.length(record, offset, limit) < 0) {
      throw new MalformedRecordException("record header ends inside a varint");
    }
    return Varint.read(record, offset);
  }

  private static int readType(byte[] record, int offset, int headerEnd) {
    long type = readVarint(record, offset, headerEnd);
    if (type < 0 || type > Integer.MAX_VALUE) {
      throw new MalformedRecordException("serial type " + Long.toUnsignedString(type));
    }
    return (int) type;
  }

  private static int headerEnd(int offset, long headerSize, int end) {
    if (headerSize < 1 || headerSize > end - offset) {
      throw new MalformedRecordException(
          "record header of "
              + Long.toUnsignedString(headerSize)
              + " bytes in a record of "
              + (end - offset));
    }
    return offset + (int) headerSize;
  }

  private static int bodyEnd(int body, int type, int end) {
    int size = SerialType.size(type);
    if (size > end - body) {
      throw new MalformedRecordException(
          "value of " + size + " bytes where the record has " + (end - body) + " left");
    }
    return body + size;
  }
}
