package org.braiddb.sql.function;

import java.util.List;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.EncodedText;
import org.braiddb.sql.value.LengthLimit;
import org.braiddb.sql.value.TextBuilder;
import org.braiddb.sql.value.Utf8;
import org.braiddb.storage.record.TextEncoding;

/** {@code hex} and {@code unhex}. */
final class HexFunctions {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private HexFunctions() {}

  static List<FunctionDefinition> definitions() {
    return new Definitions()
        .bytes("hex", 1, HexFunctions::hex)
        .pure("unhex", 1, HexFunctions::unhex)
        .pure("unhex", 2, HexFunctions::unhex)
        .list();
  }

  private static void hex(FunctionContext context, Cell[] arguments, int count, Cell result) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      result.setText(new byte[0]);
      return;
    }
    toBytes(context, value);
    byte[] hex = new byte[LengthLimit.check(value.length * 2L, context.maximumLength())];
    for (int i = 0; i < value.length; i++) {
      byte one = value.bytes[value.offset + i];
      hex[2 * i] = DIGITS[one >> 4 & 0xf];
      hex[2 * i + 1] = DIGITS[one & 0xf];
    }
    result.setText(hex);
  }

  /** Makes of a value its bytes: those of a text are as in the database, those of numbers UTF-8. */
  private static void toBytes(FunctionContext context, Cell value) {
    if (value.type == Cell.TEXT && context.encoding() != TextEncoding.UTF_8) {
      value.setBlob(EncodedText.bytes(value, context.encoding()));
    } else {
      value.convertToText();
    }
  }

  /** The value of a hexadecimal digit; -1 where it is none. */
  static int digit(int character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    int lower = character | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  private static void unhex(FunctionContext context, Cell[] arguments, int count, Cell result) {
    result.setNull();
    Cell text = arguments[0];
    if (text.type == Cell.NULL || (count == 2 && arguments[1].type == Cell.NULL)) {
      return;
    }
    text.convertToText();
    if (count == 2) {
      arguments[1].convertToText();
    }
    int end = Utf8.terminatedEnd(text.bytes, text.offset, text.length);
    TextBuilder builder = new TextBuilder(text.length / 2 + 1, context.maximumLength());
    int at = text.offset;
    while (at < end) {
      int high = digit(text.bytes[at]);
      if (high >= 0) {
        int low = at + 1 < end ? digit(text.bytes[at + 1]) : -1;
        if (low < 0) {
          return;
        }
        builder.append((byte) (high << 4 | low));
        at += 2;
      } else {
        int next = Utf8.next(text.bytes, at, end);
        if (count != 2 || !ignored(text.bytes, at, end, arguments[1])) {
          return;
        }
        at = next;
      }
    }
    builder.finishBlob(result);
  }

  /** Whether the character at a place is one of those to skip. */
  private static boolean ignored(byte[] text, int at, int end, Cell set) {
    int codePoint = Utf8.codePoint(text, at, end);
    int setEnd = set.offset + set.length; // here a NUL ends nothing
    for (int i = set.offset; i < setEnd; i = Utf8.next(set.bytes, i, setEnd)) {
      if (Utf8.codePoint(set.bytes, i, setEnd) == codePoint) {
        return true;
      }
    }
    return false;
  }
}
