package org.braiddb.storage.record;

import java.util.Arrays;

/**
 * A reusable, mutable key to look for in an index tree: the first {@link #size()} columns of an
 * index record, unpacked so that a comparison decodes only the stored side.
 *
 * <p>Text is in the database's text encoding. Byte ranges are referenced, not copied: they must
 * stay unchanged for as long as the key is used. Not safe for use by several threads. The fields
 * are public to the comparison loops of engines; treat them as read-only outside {@code set}
 * methods.
 */
public final class SearchKey {
  /** Storage class tags, in SQLite's order of types (INTEGER and REAL compare as numbers). */
  public static final byte NULL = 0;

  public static final byte INTEGER = 1;
  public static final byte REAL = 2;
  public static final byte TEXT = 3;
  public static final byte BLOB = 4;

  private static final byte[] NO_BYTES = {};
  private static final long[] NO_LONGS = {};
  private static final byte[][] NO_ARRAYS = {};
  private static final int[] NO_INTS = {};

  private int size;

  /** The columns before this one may refer to arrays. */
  private int referring;

  private byte[] types;
  private long[] numbers;
  private byte[][] bytes;
  private int[] offsets;
  private int[] lengths;

  /** A key with room for {@code capacity} columns; it grows when more are set. */
  public SearchKey(int capacity) {
    types = new byte[capacity];
    numbers = new long[capacity];
    bytes = new byte[capacity][];
    offsets = new int[capacity];
    lengths = new int[capacity];
  }

  /** An empty key, which takes no room before a column is set. */
  public SearchKey() {
    types = NO_BYTES;
    numbers = NO_LONGS;
    bytes = NO_ARRAYS;
    offsets = NO_INTS;
    lengths = NO_INTS;
  }

  /** Forgets all columns and the references they held. */
  public void clear() {
    for (; referring > 0; referring--) {
      bytes[referring - 1] = NO_BYTES;
    }
    size = 0;
  }

  /** Keeps only the first {@code newSize} columns. */
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  /** The number of columns set. */
  public int size() {
    return size;
  }

  /** Appends NULL. */
  public void addNull() {
    int column = grow(); // first: it may replace the arrays
    types[column] = NULL;
  }

  /** Appends an INTEGER. */
  public void addInteger(long value) {
    int column = grow();
    types[column] = INTEGER;
    numbers[column] = value;
  }

  /** Appends a REAL; never NaN, which SQL turns into NULL. */
  public void addReal(double value) {
    int column = grow();
    types[column] = REAL;
    numbers[column] = Double.doubleToRawLongBits(value);
  }

  /** Appends TEXT, in the database's encoding. */
  public void addText(byte[] text, int offset, int length) {
    addBytes(TEXT, text, offset, length);
  }

  /** Appends a BLOB. */
  public void addBlob(byte[] blob, int offset, int length) {
    addBytes(BLOB, blob, offset, length);
  }

  private void addBytes(byte type, byte[] array, int offset, int length) {
    int column = grow();
    types[column] = type;
    bytes[column] = array;
    offsets[column] = offset;
    lengths[column] = length;
    referring = Math.max(referring, column + 1);
  }

  private int grow() {
    if (size == types.length) {
      int capacity = Math.max(4, size * 2);
      types = Arrays.copyOf(types, capacity);
      numbers = Arrays.copyOf(numbers, capacity);
      bytes = Arrays.copyOf(bytes, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    return size++;
  }

  /** The type tag of a column. */
  public byte type(int column) {
    return types[column];
  }

  /** The value of an INTEGER column. */
  public long integer(int column) {
    return numbers[column];
  }

  /** The value of a REAL column. */
  public double real(int column) {
    return Double.longBitsToDouble(numbers[column]);
  }

  /** The array that holds a TEXT or BLOB column. */
  public byte[] bytes(int column) {
    return bytes[column];
  }

  /** Where a TEXT or BLOB column begins in {@link #bytes(int)}. */
  public int offset(int column) {
    return offsets[column];
  }

  /**
   * The first eight bytes of a TEXT or BLOB column as one unsigned number, big-endian and filled up
   * with zeros: where two of them differ, the values differ, and in the same direction.
   */
  public long beginning(int column) {
    return RecordComparator.beginning(bytes[column], offsets[column], lengths[column]);
  }

  /** The length in bytes of a TEXT or BLOB column. */
  public int length(int column) {
    return lengths[column];
  }
}
