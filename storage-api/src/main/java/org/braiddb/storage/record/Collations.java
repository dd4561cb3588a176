package org.braiddb.storage.record;

import java.util.Arrays;

/**
 * SQLite's built-in collations.
 *
 * <p>BINARY compares the stored bytes, whatever the encoding. NOCASE and RTRIM are defined on
 * UTF-8, to which SQLite converts UTF-16 text before it calls them; here UTF-16 is compared code
 * point by code point, which is the same order without the conversion.
 */
public enum Collations implements Collation {
  /** By bytes, then by length. */
  BINARY {
    @Override
    public int compare(
        byte[] left,
        int leftOffset,
        int leftLength,
        byte[] right,
        int rightOffset,
        int rightLength,
        TextEncoding encoding) {
      return Arrays.compareUnsigned(
          left, leftOffset, leftOffset + leftLength, right, rightOffset, rightOffset + rightLength);
    }
  },

  /** Like BINARY after folding A-Z to a-z; the letters of ASCII only. */
  NOCASE {
    @Override
    public int compare(
        byte[] left,
        int leftOffset,
        int leftLength,
        byte[] right,
        int rightOffset,
        int rightLength,
        TextEncoding encoding) {
      if (encoding != TextEncoding.UTF_8) {
        return Utf16Order.compareNoCase(
            left, leftOffset, leftLength, right, rightOffset, rightLength, encoding);
      }
      int common = Math.min(leftLength, rightLength);
      int first = EightLetters.same(left, leftOffset, right, rightOffset, common);
      for (int i = first; i < common; i++) {
        int a = fold(left[leftOffset + i]);
        int b = fold(right[rightOffset + i]);
        if (a != b) {
          return a - b;
        }
        if (a == 0) {
          break; // SQLite's folding comparison ends at a NUL that both have; lengths decide then
        }
      }
      return leftLength - rightLength;
    }
  },

  /** Like BINARY after dropping trailing spaces (U+0020 only). */
  RTRIM {
    @Override
    public int compare(
        byte[] left,
        int leftOffset,
        int leftLength,
        byte[] right,
        int rightOffset,
        int rightLength,
        TextEncoding encoding) {
      if (encoding != TextEncoding.UTF_8) {
        return Utf16Order.compareTrimmed(
            left, leftOffset, leftLength, right, rightOffset, rightLength, encoding);
      }
      int leftEnd = trimmedEnd(left, leftOffset, leftLength);
      int rightEnd = trimmedEnd(right, rightOffset, rightLength);
      return Arrays.compareUnsigned(left, leftOffset, leftEnd, right, rightOffset, rightEnd);
    }
  };

  private static int fold(byte value) {
    return value >= 'A' && value <= 'Z' ? value + 32 : value & 0xff;
  }

  private static int trimmedEnd(byte[] text, int offset, int length) {
    int end = offset + length;
    while (end > offset && text[end - 1] == ' ') {
      end--;
    }
    return end;
  }
}
