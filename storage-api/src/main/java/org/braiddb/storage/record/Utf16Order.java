package org.braiddb.storage.record;

/**
 * Order of UTF-16 text by code points, which is the order of its UTF-8 form by bytes.
 *
 * <p>Surrogates are paired without looking at the second one, and an odd last byte is ignored: so
 * SQLite decodes ill-formed text, and the order of an index must not depend on who wrote it.
 */
final class Utf16Order {
  private Utf16Order() {}

  static int compareNoCase(
      byte[] left,
      int leftOffset,
      int leftLength,
      byte[] right,
      int rightOffset,
      int rightLength,
      TextEncoding encoding) {
    boolean bigEndian = encoding == TextEncoding.UTF_16BE;
    int leftEnd = leftOffset + (leftLength & ~1);
    int rightEnd = rightOffset + (rightLength & ~1);
    int i = leftOffset;
    int j = rightOffset;
    while (i < leftEnd && j < rightEnd) {
      int a = fold(codePoint(left, i, leftEnd, bigEndian));
      int b = fold(codePoint(right, j, rightEnd, bigEndian));
      if (a != b) {
        return Integer.compare(a, b);
      }
      if (a == 0) {
        break; // the comparison ends at a NUL that both have; lengths in UTF-8 decide then
      }
      i += width(left, i, leftEnd, bigEndian);
      j += width(right, j, rightEnd, bigEndian);
    }
    return utf8Length(left, i, leftEnd, bigEndian) - utf8Length(right, j, rightEnd, bigEndian);
  }

  static int compareTrimmed(
      byte[] left,
      int leftOffset,
      int leftLength,
      byte[] right,
      int rightOffset,
      int rightLength,
      TextEncoding encoding) {
    boolean bigEndian = encoding == TextEncoding.UTF_16BE;
    int leftEnd = trimmedEnd(left, leftOffset, leftOffset + (leftLength & ~1), bigEndian);
    int rightEnd = trimmedEnd(right, rightOffset, rightOffset + (rightLength & ~1), bigEndian);
    int i = leftOffset;
    int j = rightOffset;
    while (i < leftEnd && j < rightEnd) {
      int a = codePoint(left, i, leftEnd, bigEndian);
      int b = codePoint(right, j, rightEnd, bigEndian);
      if (a != b) {
        return Integer.compare(a, b);
      }
      i += width(left, i, leftEnd, bigEndian);
      j += width(right, j, rightEnd, bigEndian);
    }
    return Integer.compare(leftEnd - i, rightEnd - j);
  }

  static int trimmedEnd(byte[] text, int offset, int end, boolean bigEndian) {
    int trimmed = end;
    while (trimmed > offset && unit(text, trimmed - 2, bigEndian) == ' ') {
      trimmed -= 2;
    }
    return trimmed;
  }

  private static int utf8Length(byte[] text, int offset, int end, boolean bigEndian) {
    int length = 0;
    for (int i = offset; i < end; i += width(text, i, end, bigEndian)) {
      int codePoint = codePoint(text, i, end, bigEndian);
      length += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
    return length;
  }

  private static int fold(int codePoint) {
    return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint;
  }

  private static int unit(byte[] text, int offset, boolean bigEndian) {
    int first = text[offset] & 0xff;
    int second = text[offset + 1] & 0xff;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  private static boolean isPair(byte[] text, int offset, int end, boolean bigEndian) {
    return (unit(text, offset, bigEndian) & 0xf800) == 0xd800 && offset + 4 <= end;
  }

  static int width(byte[] text, int offset, int end, boolean bigEndian) {
    return isPair(text, offset, end, bigEndian) ? 4 : 2;
  }

  static int codePoint(byte[] text, int offset, int end, boolean bigEndian) {
    int unit = unit(text, offset, bigEndian);
    if (!isPair(text, offset, end, bigEndian)) {
      return unit;
    }
    int low = unit(text, offset + 2, bigEndian);
    return (low & 0x3ff) + ((unit & 0x3f) << 10) + (((unit & 0x3c0) + 0x40) << 10);
  }
}
