package org.braiddb.sql.function;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;

/** Finds a part in a range of bytes. */
final class ByteSearch {
  private ByteSearch() {}

  /** Whether the part stands at a place; the range must be long enough. */
  static boolean matches(byte[] bytes, int at, Cell part) {
    return bytes[at] == part.bytes[part.offset]
        && Arrays.equals(
            bytes, at, at + part.length, part.bytes, part.offset, part.offset + part.length);
  }

  /** The first place in [from, end) where the part, not empty, stands; -1 where nowhere. */
  static int indexOf(byte[] bytes, int from, int end, Cell part) {
    int last = end - part.length;
    for (int at = from; at <= last; at++) {
      if (matches(bytes, at, part)) {
        return at;
      }
    }
    return -1;
  }
}
