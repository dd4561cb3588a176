package org.braiddb.sql.function;

import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.Utf8;

/**
 * {@code substr}: a part of a text in characters, or of a BLOB in bytes. Places count from 1; a
 * negative start counts from the end, a negative length takes what stands before the start.
 */
final class Substring {
  private Substring() {}

  static void call(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL
        || arguments[1].type == Cell.NULL
        || (count == 3 && arguments[2].type == Cell.NULL)) {
      result.setNull();
      return;
    }
    long start = arguments[1].toInteger();
    long length = count == 3 ? arguments[2].toInteger() : Long.MAX_VALUE;
    boolean before = length < 0;
    if (before) {
      length = length == Long.MIN_VALUE ? Long.MAX_VALUE : -length;
    }
    boolean blob = value.type == Cell.BLOB;
    if (blob && value.length == 0) {
      result.setNull();
      return;
    }
    value.convertToText();
    if (start < 0) {
      start += blob ? value.length : characters(value);
      if (start < 0) {
        length = Math.max(0, length + start);
        start = 0;
      }
    } else if (start > 0) {
      start--;
    } else if (length > 0) {
      length--;
    }
    if (before) {
      start -= length;
      if (start < 0) {
        length += start;
        start = 0;
      }
    }
    if (blob) {
      bytes(value, start, length, result);
    } else {
      characters(value, start, length, result);
    }
  }

  private static void bytes(Cell value, long start, long length, Cell result) {
    int from = (int) Math.min(start, value.length);
    int taken = (int) Math.clamp(length, 0, value.length - from);
    result.setBlob(value.bytes, value.offset + from, taken);
  }

  private static void characters(Cell value, long start, long length, Cell result) {
    byte[] text = value.bytes;
    int end = value.offset + value.length;
    int from = skip(text, value.offset, end, start);
    int to = skip(text, from, end, length);
    result.setText(text, from, to - from);
  }

  private static long characters(Cell value) {
    int end = value.offset + value.length;
    long characters = 0;
    for (int at = value.offset; at < end && value.bytes[at] != 0; characters++) {
      at = Utf8.next(value.bytes, at, end);
    }
    return characters;
  }

  /** The place so many characters on; a NUL or the end stops earlier. */
  private static int skip(byte[] text, int from, int end, long characters) {
    int at = from;
    for (long left = characters; left > 0 && at < end && text[at] != 0; left--) {
      at = text[at] > 0 ? at + 1 : Utf8.nextLoosely(text, at, end);
    }
    return at;
  }
}
