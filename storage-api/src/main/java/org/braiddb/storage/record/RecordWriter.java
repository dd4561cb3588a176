package org.braiddb.storage.record;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds records, one after the other, in an array of its own that is used again: no allocation
 * once the largest was built.
 *
 * <p>{@link #clear()}, one {@code add} per column in order, then {@link #bytes()} from 0 to {@link
 * #length()}. Each value takes the smallest serial type that SQLite would choose for it. Not safe
 * for use by several threads.
 *
 * <p>Callers hold their own limit of sizes; beyond {@link #MAXIMUM_BYTES} an {@code add} is {@link
 * IllegalArgumentException}.
 *
 * <p>The array is laid out as the record will be, with room for a header as long as the last
 * record's: rows of one table mostly have headers of one length, so that nothing has to move.
 */
public final class RecordWriter {
  /** The largest record in bytes; SQLite's limit for one value and one row. */
  public static final int MAXIMUM_BYTES = 1_000_000_000;

  private static final int[] NO_TYPES = {};
  private static final byte[] NO_BYTES = {};
  private static final int FIRST_COLUMNS = 16;
  private static final int FIRST_BYTES = 128;

  /** More bytes than this are not kept by a writer that rests. */
  private static final int LARGE = 16_384;

  // Both take no room before the first column: many a writer is made for what then does not happen.
  private int[] types = NO_TYPES;
  private int columns;

  private byte[] bytes = NO_BYTES;

  /** What a large record was built in before. */
  private @Nullable SoftReference<byte[]> spare;

  /** Where the body begins now: the room kept for the header. */
  private int bodyStart = 8;

  private int end = bodyStart;
  private boolean sealed;

  /** A writer with an empty record. */
  public RecordWriter() {}

  /** Begins another record; what {@link #bytes()} returned is overwritten from now on. */
  public void clear() {
    columns = 0;
    end = bodyStart;
    sealed = false;
  }

  /** As {@link #clear()}, and lets the room of a large record be collected if memory is short. */
  public void shrink() {
    clear();
    if (bytes.length > LARGE) {
      if (spare == null || spare.get() != bytes) {
        spare = new SoftReference<>(bytes);
      }
      bytes = NO_BYTES;
    }
  }

  /** The number of columns added so far. */
  public int columnCount() {
    return columns;
  }

  /** Adds NULL. */
  public void addNull() {
    addType(SerialType.NULL);
  }

  /** Adds an INTEGER. */
  public void addInteger(long value) {
    int type = SerialType.forInteger(value);
    int at = extend(SerialType.size(type));
    addType(type);
    SerialType.writeInteger(type, value, bytes, at);
  }

  /** Adds a REAL as such, integral or not; NaN becomes NULL, as in SQLite. */
  public void addReal(double value) {
    if (Double.isNaN(value)) {
      addNull();
      return;
    }
    int at = extend(8);
    addType(SerialType.REAL);
    SerialType.writeReal(value, bytes, at);
  }

  /**
   * Adds a REAL as SQLite stores it in a table column of affinity REAL: one that is an integer of
   * at most 6 bytes is stored as that INTEGER, and whoever reads the column turns it back. Columns
   * of other affinities, and index records as far as they are not of such a column, use {@link
   * #addReal}.
   */
  public void addRealCompact(double value) {
    long integer = (long) value;
    if (integer == value && integer >= -(1L << 47) && integer < 1L << 47) {
      addInteger(integer);
    } else {
      addReal(value);
    }
  }

  /** Adds TEXT in the database's encoding. The array is copied. */
  public void addText(byte[] text, int offset, int length) {
    int at = extend(length);
    addType(SerialType.forText(length));
    System.arraycopy(text, offset, bytes, at, length);
  }

  /** Adds a BLOB. The array is copied. */
  public void addBlob(byte[] blob, int offset, int length) {
    int at = extend(length);
    addType(SerialType.forBlob(length));
    System.arraycopy(blob, offset, bytes, at, length);
  }

  /** Adds a BLOB of zeros. */
  public void addZeroBlob(int length) {
    int at = extend(length);
    addType(SerialType.forBlob(length));
    Arrays.fill(bytes, at, at + length, (byte) 0);
  }

  /** Adds a value that is encoded already, as a column of another record is. */
  public void addEncoded(int serialType, byte[] value, int offset) {
    int size = SerialType.size(serialType);
    int at = extend(size);
    addType(serialType);
    System.arraycopy(value, offset, bytes, at, size);
  }

  /**
   * Adds columns as another record has them.
   *
   * @param to the column after the last of them; the record must have them all
   */
  public void addColumns(RecordReader record, int from, int to) {
    if (from == to) {
      return;
    }
    int last = record.offset(to - 1) + record.length(to - 1);
    int first = record.offset(from);
    int at = extend(last - first);
    for (int column = from; column < to; column++) {
      addType(record.type(column));
    }
    System.arraycopy(record.bytes(), first, bytes, at, last - first);
  }

  /**
   * Whether the columns added so far have the serial types that another record has from a column
   * on: then {@link #values()} could take the place of that record's.
   */
  public boolean hasTypesOf(RecordReader record, int from) {
    for (int i = 0; i < columns; i++) {
      if (types[i] != record.type(from + i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes a whole record of another one, in which the columns added so far take the place of those
   * from a column on.
   *
   * @return false, and nothing done, where they have other serial types than those, or it has not
   *     so many
   */
  public boolean replaceIn(RecordReader record, int from) {
    if (columns == 0 || !hasTypesOf(record, from) || !record.has(from + columns - 1)) {
      return false;
    }
    int size = record.size();
    int start = record.start(from);
    int length = end - bodyStart;
    if (size > bytes.length) {
      grow(size);
    }
    System.arraycopy(bytes, valuesOffset(), bytes, start, length);
    byte[] other = record.bytes();
    int base = record.offset(from) - start;
    System.arraycopy(other, base, bytes, 0, start);
    int after = start + length;
    System.arraycopy(other, base + after, bytes, after, size - after);
    end = size;
    sealed = true;
    return true;
  }

  /**
   * The array with the values of the columns added so far, without a header; not after {@link
   * #bytes()} or {@link #length()}.
   */
  public byte[] values() {
    if (sealed) {
      throw new IllegalStateException("the record has got its header");
    }
    return bytes;
  }

  /** Where {@link #values()} begin. */
  public int valuesOffset() {
    return Math.min(bodyStart, bytes.length);
  }

  /** How many bytes {@link #values()} are. */
  public int valuesLength() {
    return end - bodyStart;
  }

  private void addType(int type) {
    if (columns == types.length) {
      types = Arrays.copyOf(types, Math.max(FIRST_COLUMNS, columns * 2));
    }
    types[columns++] = type;
  }

  private int extend(int size) {
    if (sealed) {
      throw new IllegalStateException("clear() comes between reading a record and the next");
    }
    int at = end;
    if (size > bytes.length - at) {
      grow((long) at + size);
    }
    end = at + size;
    return at;
  }

  private void grow(long needed) {
    if (needed > MAXIMUM_BYTES + (long) bodyStart) {
      throw new IllegalArgumentException(
          "record of " + needed + " bytes; at most " + MAXIMUM_BYTES + " are possible");
    }
    byte[] before = spare == null || needed <= LARGE ? null : spare.get();
    if (before != null && before.length >= needed) {
      System.arraycopy(bytes, 0, before, 0, bytes.length);
      bytes = before;
      return;
    }
    long doubled = Math.min(bytes.length * 2L, 1L << 30);
    bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.max(FIRST_BYTES, doubled)));
  }

  /** The array whose first {@link #length()} bytes are the record, until {@link #clear()}. */
  public byte[] bytes() {
    seal();
    return bytes;
  }

  /** The length in bytes of the record. */
  public int length() {
    seal();
    return end;
  }

  /** A copy of the record in an array of its own. */
  public byte[] toByteArray() {
    seal();
    return Arrays.copyOf(bytes, end);
  }

  private void seal() {
    if (!sealed) {
      int headerSize = headerSize();
      if (headerSize != bodyStart || end > bytes.length) {
        moveBody(headerSize);
      }
      int at = Varint.write(bytes, 0, headerSize);
      for (int i = 0; i < columns; i++) {
        at += Varint.write(bytes, at, types[i]);
      }
      sealed = true;
    }
  }

  /** The header counts its own length, which may take one byte more for that very reason. */
  private int headerSize() {
    int size = 0;
    for (int i = 0; i < columns; i++) {
      int type = types[i];
      size += type < 0x80 ? 1 : Varint.size(type);
    }
    int lengthSize = Varint.size(size + 1);
    return size + Varint.size(size + lengthSize);
  }

  private void moveBody(int headerSize) {
    int length = end - bodyStart;
    int newEnd = headerSize + length;
    if (newEnd > bytes.length) {
      grow(newEnd);
    }
    System.arraycopy(bytes, bodyStart, bytes, headerSize, length);
    bodyStart = headerSize;
    end = newEnd;
  }
}
