package org.braiddb.sql.value;

import java.util.Arrays;

/** Builds UTF-8 text (or a BLOB) byte by byte, within a length limit. */
public final class TextBuilder {
  private final int limitBytes;
  private byte[] buffer;
  private int length;

  /** An empty text that may grow to {@code limitBytes}. */
  public TextBuilder(int expectedBytes, int limitBytes) {
    this.limitBytes = limitBytes;
    this.buffer = new byte[Math.max(16, expectedBytes)];
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** The byte at a place before {@link #length()}. */
  public byte byteAt(int place) {
    return buffer[place];
  }

  /** Drops everything from a place on. */
  public void truncate(int newLength) {
    length = newLength;
  }

  /** Appends one byte. */
  public TextBuilder append(byte value) {
    reserve(1);
    buffer[length++] = value;
    return this;
  }

  /** Appends an ASCII character. */
  public TextBuilder append(char ascii) {
    return append((byte) ascii);
  }

  /** Appends a range of bytes. */
  public TextBuilder append(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, buffer, length, count);
    length += count;
    return this;
  }

  /** Appends the bytes of a TEXT or BLOB cell. */
  public TextBuilder append(Cell cell) {
    return append(cell.bytes, cell.offset, cell.length);
  }

  /** Appends text of ASCII characters. */
  public TextBuilder append(String ascii) {
    int count = ascii.length();
    reserve(count);
    for (int i = 0; i < count; i++) {
      buffer[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /** Appends the same ASCII character several times; a negative count appends nothing. */
  public TextBuilder repeat(char ascii, int count) {
    if (count > 0) {
      reserve(count);
      Arrays.fill(buffer, length, length + count, (byte) ascii);
      length += count;
    }
    return this;
  }

  /** Appends a number with two digits, or with more where it has more. */
  public TextBuilder appendTwoDigits(int value) {
    return append((char) ('0' + value / 10 % 10)).append((char) ('0' + value % 10));
  }

  /** Appends the UTF-8 form of the low 21 bits of a number, in four bytes from 0x10000 on. */
  public TextBuilder appendCodePoint(int codePoint) {
    if (codePoint >= 0 && codePoint < 0x80) {
      return append((byte) codePoint);
    }
    if (codePoint >= 0 && codePoint < 0x800) {
      return append((byte) (0xc0 | codePoint >> 6)).append((byte) (0x80 | codePoint & 0x3f));
    }
    if (codePoint >= 0 && codePoint < 0x10000) {
      append((byte) (0xe0 | codePoint >> 12));
    } else {
      append((byte) (0xf0 | codePoint >> 18 & 7)).append((byte) (0x80 | codePoint >> 12 & 0x3f));
    }
    append((byte) (0x80 | codePoint >> 6 & 0x3f));
    return append((byte) (0x80 | codePoint & 0x3f));
  }

  private void reserve(int more) {
    long wanted = (long) length + more;
    if (wanted > buffer.length) {
      LengthLimit.check(wanted, limitBytes);
      buffer =
          Arrays.copyOf(buffer, (int) Math.min(Math.max(wanted, buffer.length * 2L), limitBytes));
    } else if (wanted > limitBytes) {
      throw LengthLimit.tooBig();
    }
  }

  /** Copies the bytes as TEXT; the builder can grow on. */
  public void copyText(Cell result) {
    result.setText(Arrays.copyOf(buffer, length));
  }

  /** Hands the bytes over as TEXT; the builder must not be used afterwards. */
  public void finishText(Cell result) {
    result.setText(buffer, 0, length);
  }

  /** Hands the bytes over as a BLOB; the builder must not be used afterwards. */
  public void finishBlob(Cell result) {
    result.setBlob(buffer, 0, length);
  }
}
