package org.braiddb.storage.record;

import java.util.Arrays;

/**
 * Encodes index keys as bytes whose unsigned order is the order of the keys, for engines over
 * stores that know no other order.
 *
 * <p>For any two keys with columns of the order (or beyond it: those are BINARY and ascending), the
 * encodings compare ({@link Arrays#compareUnsigned(byte[], byte[])}) as {@link RecordComparator}
 * compares the keys; equal keys have equal bytes. The encoding of a key with fewer columns is a
 * prefix of that of every key that begins with it. It cannot be decoded: collations forget letter
 * case or spaces, so that a store keeps the record as the value.
 *
 * <p>One column:
 *
 * <pre>
 *  NULL   05
 *  number 10  8 bytes: the REAL nearest below or at it, sign-flipped IEEE 754
 *             8 bytes: what the INTEGER has above that REAL, 0 for every REAL
 *  TEXT   20  the collation's form of the text, escaped, then 00 00
 *  BLOB   30  the bytes, escaped, then 00 00
 * </pre>
 *
 * <p>Escaped means that 00 becomes 00 FF, so that a text sorts before those it begins. A text with
 * a NUL under NOCASE, which compares nothing behind the first one but lengths, is its form up to
 * there, 00 FF and 8 bytes of its length. All bytes of a descending column are complemented.
 *
 * <p>Collations BINARY, NOCASE and RTRIM only: the order of others is known by comparing alone.
 * Reusable, without allocation once it has seen the longest key. Not safe for use by several
 * threads.
 */
public final class KeyCodec {
  private static final int NULL_TAG = 0x05;
  private static final int NUMBER_TAG = 0x10;
  private static final int TEXT_TAG = 0x20;
  private static final int BLOB_TAG = 0x30;

  private static final double TWO_TO_63 = 0x1p63;

  private final KeyOrder order;
  private final KeyText text;
  private final SearchKey unpacked = new SearchKey(8);

  private byte[] bytes = new byte[64];
  private int length;

  /** The bits that each byte of the present column is flipped by: 0, or FF where it descends. */
  private int flip;

  /**
   * A codec for keys of this order.
   *
   * @throws IllegalArgumentException where it has a collation other than the built-in ones
   */
  public KeyCodec(KeyOrder order) {
    for (KeyOrder.Column column : order.columns()) {
      if (!(column.collation() instanceof Collations)) {
        throw new IllegalArgumentException(
            "keys under collation " + column.collation().name() + " have no encoding in bytes");
      }
    }
    this.order = order;
    this.text = new KeyText(order.encoding());
  }

  /** Encodes the columns that the key has. */
  public void encode(SearchKey key) {
    length = 0;
    for (int column = 0; column < key.size(); column++) {
      encodeColumn(key, column);
    }
  }

  /**
   * Encodes the leading columns of a record.
   *
   * @param columns at most so many
   * @throws MalformedRecordException where it is not a record
   */
  public void encode(byte[] record, int offset, int recordLength, int columns) {
    RecordComparator.unpack(record, offset, recordLength, columns, unpacked);
    encode(unpacked);
  }

  /** The array whose first {@link #length()} bytes are the encoding, until the next. */
  public byte[] bytes() {
    return bytes;
  }

  /** The length in bytes of the encoding. */
  public int length() {
    return length;
  }

  /** A copy of the encoding in an array of its own. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /**
   * Makes the encoding, now that of a prefix, greater than that of every key that begins with it
   * and smaller than that of every other greater key: a bound for scans. No tag is above it.
   */
  public void addUpperBound() {
    flip = 0;
    put(0xff);
  }

  private void encodeColumn(SearchKey key, int column) {
    boolean declared = column < order.columns().size();
    flip = declared && order.columns().get(column).descending() ? 0xff : 0;
    switch (key.type(column)) {
      case SearchKey.NULL -> put(NULL_TAG);
      case SearchKey.INTEGER -> integer(key.integer(column));
      case SearchKey.REAL -> real(key.real(column));
      case SearchKey.TEXT -> text(key, column, declared);
      default -> {
        put(BLOB_TAG);
        escaped(key.bytes(column), key.offset(column), key.length(column));
      }
    }
  }

  private void integer(long value) {
    double below = (double) value;
    if (below == TWO_TO_63 || (long) below > value) {
      below = Math.nextDown(below);
    }
    number(below, value - (long) below);
  }

  private void real(double value) {
    number(value + 0.0, 0); // -0.0 becomes 0.0, which it equals
  }

  private void number(double below, long rest) {
    put(NUMBER_TAG);
    long bits = Double.doubleToRawLongBits(below);
    putLong(bits ^ (bits >> 63 | Long.MIN_VALUE));
    putLong(rest);
  }

  private void text(SearchKey key, int column, boolean declared) {
    put(TEXT_TAG);
    byte[] source = key.bytes(column);
    int offset = key.offset(column);
    int size = key.length(column);
    Collation collation = declared ? order.columns().get(column).collation() : Collations.BINARY;
    if (collation == Collations.BINARY) {
      escaped(source, offset, size);
      return;
    }
    text.read(source, offset, size, collation == Collations.RTRIM);
    if (collation == Collations.NOCASE) {
      int nul = text.foldCase();
      if (nul >= 0) {
        // the comparison ends at the first NUL; of texts equal up to it the length decides
        escaped(text.bytes(), 0, nul);
        length -= 2;
        put(0x00);
        put(0xff);
        putLong(text.length());
        return;
      }
    }
    escaped(text.bytes(), 0, text.length());
  }

  private void escaped(byte[] source, int offset, int size) {
    ensure(Math.addExact(Math.multiplyExact(2, size), 2));
    for (int i = offset; i < offset + size; i++) {
      byte value = source[i];
      bytes[length++] = (byte) (value ^ flip);
      if (value == 0) {
        bytes[length++] = (byte) (0xff ^ flip);
      }
    }
    put(0);
    put(0);
  }

  private void put(int value) {
    ensure(1);
    bytes[length++] = (byte) (value ^ flip);
  }

  private void putLong(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      put((int) (value >>> shift) & 0xff);
    }
  }

  private void ensure(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }
}
