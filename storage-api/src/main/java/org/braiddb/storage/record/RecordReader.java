package org.braiddb.storage.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of a record in place. The header is parsed as far as the columns asked for, and
 * bytes that the source does not hold in memory are fetched when a column needs them.
 *
 * <p>Reusable: {@code read} points it at the next record, without allocation once it has seen the
 * widest. Not safe for use by several threads. Valid for as long as the bytes are.
 *
 * <p>Records of a table resemble each other: where the header of one begins with the same bytes as
 * the one before, what was parsed of these is kept.
 *
 * <p>A record may have fewer columns than its table ({@code ALTER TABLE ADD COLUMN} rewrites
 * nothing): {@link #has} tells, and {@link #type} of a missing column is {@link SerialType#NULL}.
 * Anything else that is not as the format demands is {@link MalformedRecordException}, or what the
 * source has for it ({@link RecordSource#malformed}), never a read outside the record.
 */
public final class RecordReader {
  private static final byte[] NO_BYTES = {};

  /** The sizes of values whose serial type takes one byte. */
  private static final byte[] SHORT_SIZES = new byte[128];

  /** So many of those together are shorter than 2^30 bytes: no sum overflows unseen. */
  private static final int MOST_AT_ONCE = 1 << 20;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The bits that only varints of more than one byte have. */
  private static final long LONG_VARINTS = 0x8080_8080_8080_8080L;

  /** Equals no header bytes without {@link #LONG_VARINTS}. */
  private static final long UNLIKE_ANY = -1L;

  private static final int HEADER_KEPT = 16;

  private static final int[] NO_COLUMNS = {};
  private static final int FIRST_COLUMNS = 16;

  static {
    for (int type = 0; type < SHORT_SIZES.length; type++) {
      SHORT_SIZES[type] = (byte) SerialType.size(type);
    }
  }

  private @Nullable RecordSource source;
  private byte[] bytes = NO_BYTES;

  /** Where the record begins in {@link #bytes}. */
  private int base;

  /** How many bytes of the record are in {@link #bytes}. */
  private int available;

  private int payloadSize;

  // Below, positions are relative to the record's first byte: a fetch moves the base.
  private int headerPosition;
  private int headerEnd;
  private int parsed;
  // Both take no room before the first record.
  private int[] types = NO_COLUMNS;
  private int[] starts = NO_COLUMNS;

  /** The first eight bytes of the header that {@link #types} and {@link #starts} are parsed of. */
  private long head = UNLIKE_ANY;

  /** The eight bytes after these. */
  private long headRest = UNLIKE_ANY;

  /** Where the value begins that {@link #locate} looked for; an index of {@link #bytes}. */
  private int located;

  /** A reader that reads nothing yet. */
  public RecordReader() {}

  /** Turns to the record that the source is on now. */
  public void read(RecordSource from) {
    from.showTo(this);
  }

  /**
   * Turns to a record of which a part is in memory, as {@link RecordSource} describes it: what
   * {@link RecordSource#showTo} calls.
   *
   * @param from is asked for the bytes that are not available
   * @param record holds the first {@code availableSize} bytes of the record, from {@code offset}
   * @param size the length in bytes of the whole record
   */
  public void read(RecordSource from, byte[] record, int offset, int availableSize, int size) {
    if (source != from) {
      source = from;
    }
    if (bytes != record) {
      bytes = record; // only where it changes: a reference stored costs a barrier
    }
    base = offset;
    available = availableSize;
    payloadSize = size;
    begin();
  }

  /** Turns to a record that is in memory as a whole. */
  public void read(byte[] record, int offset, int length) {
    source = null;
    bytes = record;
    base = offset;
    available = length;
    payloadSize = length;
    begin();
  }

  /** Turns away from the record, so that its bytes and its source need not be kept for this. */
  public void leave() {
    source = null;
    bytes = NO_BYTES;
    base = 0;
    available = 0;
    payloadSize = 0;
  }

  private void refresh(RecordSource from) {
    bytes = from.bytes();
    base = from.offset();
    available = from.available();
  }

  private void begin() {
    if (payloadSize > 0
        && available >= Math.min(payloadSize, HEADER_KEPT)
        && base + Long.BYTES <= bytes.length) {
      beginLikeLast();
    } else {
      head = UNLIKE_ANY;
      beginAnew();
    }
  }

  /** Keeps the columns whose types are the same bytes, of one each, as in the record before. */
  private void beginLikeLast() {
    long first = (long) EIGHT_BYTES.get(bytes, base);
    int same = Long.numberOfLeadingZeros((first ^ head) | (first & LONG_VARINTS)) >>> 3;
    head = first;
    if (same == 0) {
      beginAnew();
      headRest = restOfHead();
      return;
    }
    if (headerEnd > Long.BYTES) {
      long rest = restOfHead();
      if (same == Long.BYTES) {
        same += Long.numberOfLeadingZeros((rest ^ headRest) | (rest & LONG_VARINTS)) >>> 3;
      }
      headRest = rest;
    }
    parsed = Math.min(parsed, same - 1);
    if (headerEnd > payloadSize
        || (parsed + 1 < headerEnd
            ? starts[parsed] > payloadSize
            : starts[parsed] != payloadSize)) {
      beginAnew();
    } else {
      headerPosition = parsed + 1;
    }
  }

  private long restOfHead() {
    return headerEnd > Long.BYTES && base + HEADER_KEPT <= bytes.length
        ? (long) EIGHT_BYTES.get(bytes, base + Long.BYTES)
        : UNLIKE_ANY;
  }

  private void beginAnew() {
    parsed = 0;
    if (starts.length == 0) {
      grow();
    }
    if (payloadSize > 0 && available > 0 && bytes[base] >= 0) {
      headerEnd = bytes[base];
      headerPosition = 1;
    } else {
      beginLong();
    }
    if (headerEnd < headerPosition
        || headerEnd > payloadSize
        || (headerEnd == headerPosition && headerEnd != payloadSize)) {
      throw malformed(
          "record header of "
              + Integer.toUnsignedString(headerEnd)
              + " bytes in a record of "
              + payloadSize);
    }
    starts[0] = headerEnd;
  }

  private void beginLong() {
    require(Math.min(Varint.MAX_LENGTH, payloadSize));
    long size = varint(0, payloadSize);
    if (size < 0 || size > payloadSize) {
      throw malformed(
          "record header of "
              + Long.toUnsignedString(size)
              + " bytes in a record of "
              + payloadSize);
    }
    headerEnd = (int) size;
    headerPosition = Varint.length(bytes, base);
  }

  /** Makes the first {@code size} bytes of the record available; they are known to be in it. */
  private void require(int size) {
    if (size > available && source != null) {
      source.fetch(size);
      refresh(source);
    }
  }

  /**
   * Has another array hold what is read next of the present record: what {@link
   * RecordSource#showPart} calls.
   *
   * @param record holds the part that was asked for, at least
   * @param offset where the record would begin in the array, if all of it were there
   * @param availableSize how many bytes from there on the array holds; 0 where it holds but a part
   */
  public void show(byte[] record, int offset, int availableSize) {
    bytes = record;
    base = offset;
    available = availableSize;
  }

  private long varint(int position, int limit) {
    if (Varint.length(bytes, base + position, base + limit) < 0) {
      throw malformed("record header ends inside the varint at byte " + position);
    }
    return Varint.read(bytes, base + position);
  }

  /** The number of columns in the record; parses the whole header. */
  public int columnCount() {
    parseThrough(Integer.MAX_VALUE);
    return parsed;
  }

  /** Whether the record has this column, counted from 0. */
  public boolean has(int column) {
    return column < parsed || parseThrough(column);
  }

  /**
   * The serial type of a column, counted from 0; {@link SerialType#NULL} where the record ends
   * before it, and for the reserved types.
   */
  public int type(int column) {
    return column < parsed || parseThrough(column) ? types[column] : SerialType.NULL;
  }

  /**
   * Looks for a column: after this call {@link #located} is where its value begins in {@link
   * #bytes()}, which holds all of it, but perhaps not the columns before it.
   *
   * @return its {@link #type}; {@link SerialType#NULL} where the record ends before it
   */
  public int locate(int column) {
    if (column >= parsed && !parseThrough(column)) {
      return SerialType.NULL;
    }
    int end = starts[column + 1];
    if (end > available && source != null) {
      source.showPart(this, starts[column], end);
    }
    located = base + starts[column];
    return types[column];
  }

  /** Where the value of the column begins that {@link #locate} found. */
  public int located() {
    return located;
  }

  private boolean parseThrough(int column) {
    while (parsed <= column && headerPosition < headerEnd) {
      require(headerEnd);
      if (bytes[base + headerPosition] >= 0) {
        parseShort(column);
      } else {
        parseLong();
      }
    }
    return column < parsed;
  }

  /** Takes in serial types of one byte, up to a column or the first longer type. */
  private void parseShort(int column) {
    if (parsed == types.length) {
      grow();
    }
    byte[] header = bytes;
    int[] toTypes = types;
    int[] toStarts = starts;
    int end = base + headerEnd;
    int position = base + headerPosition;
    int at = parsed;
    int last = Math.min(column, Math.min(toTypes.length, at + MOST_AT_ONCE) - 1);
    int start = toStarts[at];
    while (at <= last && position < end) {
      int type = header[position];
      if (type < 0) {
        break;
      }
      position++;
      start += SHORT_SIZES[type];
      toTypes[at] = (type & ~1) == 10 ? SerialType.NULL : type;
      toStarts[++at] = start;
    }
    if (start != payloadSize && (position == end || start > payloadSize || start < 0)) {
      throw wrongEnd(at, start);
    }
    headerPosition = position - base;
    parsed = at;
  }

  private void parseLong() {
    long type = varint(headerPosition, headerEnd);
    if (type < 0 || type > Integer.MAX_VALUE) {
      throw malformed("serial type " + Long.toUnsignedString(type) + " of column " + parsed);
    }
    int next = headerPosition + Varint.length(bytes, base + headerPosition);
    int size = SerialType.size((int) type);
    int start = starts[parsed];
    if (size > payloadSize - start) {
      throw tooLong(parsed, size, payloadSize - start);
    }
    if (next == headerEnd && start + size != payloadSize) {
      throw tooShort(start + size);
    }
    headerPosition = next;
    if (parsed == types.length) {
      grow();
    }
    types[parsed] = type == 10 || type == 11 ? SerialType.NULL : (int) type;
    parsed++;
    starts[parsed] = start + size;
  }

  /**
   * Of the columns from {@link #parsed} on one ends behind the record, or the last before its end:
   * a header that is read to its end has to account for every byte, as in SQLite.
   */
  private RuntimeException wrongEnd(int columns, int end) {
    for (int column = parsed; column < columns; column++) {
      int size = starts[column + 1] - starts[column];
      if (size > payloadSize - starts[column]) {
        return tooLong(column, size, payloadSize - starts[column]);
      }
    }
    return tooShort(end);
  }

  private RuntimeException tooShort(int end) {
    return malformed("columns that end at byte " + end + " of a record of " + payloadSize);
  }

  private RuntimeException tooLong(int column, int size, int left) {
    return malformed(
        "column " + column + " of " + size + " bytes where the record has " + left + " left");
  }

  private RuntimeException malformed(String problem) {
    head = UNLIKE_ANY;
    RecordSource from = source;
    return from == null ? new MalformedRecordException(problem) : from.malformed(problem);
  }

  private void grow() {
    int columns = Math.max(FIRST_COLUMNS, parsed * 2);
    types = Arrays.copyOf(types, columns);
    starts = Arrays.copyOf(starts, columns + 1);
  }

  /** Whether SQL sees NULL: a stored NULL, a missing column, or a REAL that is NaN. */
  public boolean isNull(int column) {
    int type = type(column);
    return type == SerialType.NULL || type == SerialType.REAL && Double.isNaN(real(column));
  }

  /**
   * The value of an INTEGER column.
   *
   * @throws MalformedRecordException where {@link #type} is none for which {@link
   *     SerialType#isInteger} holds
   */
  public long integer(int column) {
    int type = type(column);
    int offset = offset(column); // before the array is read: it may fetch another
    return SerialType.readInteger(type, bytes, offset);
  }

  /** The value of a column of {@link #type} {@link SerialType#REAL}; NaN means NULL. */
  public double real(int column) {
    int offset = offset(column);
    return SerialType.readReal(bytes, offset);
  }

  /**
   * The value of any column as {@code CAST(… AS INTEGER)} gives it: REALs truncated, TEXT and BLOBs
   * by the integer they begin with, both within the range of 64 bits; else 0.
   */
  public long castToInteger(int column, TextEncoding encoding) {
    int type = type(column);
    if (SerialType.isInteger(type)) {
      return integer(column);
    } else if (type == SerialType.REAL) {
      return (long) real(column);
    } else if (type == SerialType.NULL) {
      return 0;
    }
    int offset = offset(column);
    return leadingInteger(new String(bytes, offset, length(column), encoding.charset()));
  }

  private static long leadingInteger(String text) {
    int at = 0;
    while (at < text.length() && " \t\n\u000b\f\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    boolean negative = at < text.length() && text.charAt(at) == '-';
    if (negative || at < text.length() && text.charAt(at) == '+') {
      at++;
    }
    long value = 0; // kept negative, where there is room for one more
    for (; at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9'; at++) {
      int digit = text.charAt(at) - '0';
      if (value < (Long.MIN_VALUE + digit) / 10) {
        return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      value = value * 10 - digit;
    }
    return negative ? value : value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
  }

  /** The array that the columns' offsets count in; {@link #offset} may change it. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Where a column's value begins in {@link #bytes()}, which holds all of the value after this
   * call: call this first, then {@code bytes()}.
   *
   * @throws IndexOutOfBoundsException where the record does not have the column
   */
  public int offset(int column) {
    if (!has(column)) {
      throw missing(column);
    }
    if (starts[column + 1] > available) {
      require(starts[column + 1]);
    }
    return base + starts[column];
  }

  /** The length in bytes of the whole record; all of it is in {@link #bytes()} after this call. */
  int size() {
    require(payloadSize);
    return payloadSize;
  }

  /** Where a column's value begins, counted from the record's first byte. Needs the header only. */
  public int start(int column) {
    if (!has(column)) {
      throw missing(column);
    }
    return starts[column];
  }

  private IndexOutOfBoundsException missing(int column) {
    return new IndexOutOfBoundsException(
        "column " + column + " of a record with " + parsed + " columns");
  }

  /** The length in bytes of a column's value; 0 for a missing one. Needs the header only. */
  public int length(int column) {
    return has(column) ? starts[column + 1] - starts[column] : 0;
  }
}
