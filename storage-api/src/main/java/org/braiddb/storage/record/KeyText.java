package org.braiddb.storage.record;

import java.util.Arrays;

/**
 * A text as NOCASE and RTRIM see it: in UTF-8, to which UTF-16 is converted code point by code
 * point as {@link Utf16Order} reads it, ill-formed text included. Reusable.
 */
final class KeyText {
  private final TextEncoding encoding;
  private byte[] bytes = new byte[64];
  private int length;

  KeyText(TextEncoding encoding) {
    this.encoding = encoding;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Takes a text, without its trailing spaces where they are to be trimmed. */
  void read(byte[] source, int offset, int size, boolean trim) {
    length = 0;
    if (encoding == TextEncoding.UTF_8) {
      ensure(size);
      System.arraycopy(source, offset, bytes, 0, size);
      length = size;
      while (trim && length > 0 && bytes[length - 1] == ' ') {
        length--;
      }
      return;
    }
    boolean bigEndian = encoding == TextEncoding.UTF_16BE;
    int end = offset + (size & ~1);
    if (trim) {
      end = Utf16Order.trimmedEnd(source, offset, end, bigEndian);
    }
    ensure(2 * size);
    for (int i = offset; i < end; i += Utf16Order.width(source, i, end, bigEndian)) {
      add(Utf16Order.codePoint(source, i, end, bigEndian));
    }
  }

  private void add(int codePoint) {
    if (codePoint < 0x80) {
      bytes[length++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xc0 | codePoint >> 6);
      bytes[length++] = (byte) (0x80 | codePoint & 0x3f);
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xe0 | codePoint >> 12);
      bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      bytes[length++] = (byte) (0x80 | codePoint & 0x3f);
    } else {
      bytes[length++] = (byte) (0xf0 | codePoint >> 18);
      bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
      bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
      bytes[length++] = (byte) (0x80 | codePoint & 0x3f);
    }
  }

  /** Folds A-Z to a-z up to the first NUL; returns where that is, or -1. */
  int foldCase() {
    for (int i = 0; i < length; i++) {
      byte value = bytes[i];
      if (value == 0) {
        return i;
      }
      if (value >= 'A' && value <= 'Z') {
        bytes[i] = (byte) (value + 32);
      }
    }
    return -1;
  }

  private void ensure(int size) {
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size, bytes.length * 2));
    }
  }
}
