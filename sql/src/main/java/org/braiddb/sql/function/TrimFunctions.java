package org.braiddb.sql.function;

import java.util.List;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.Utf8;

/** {@code trim}, {@code ltrim} and {@code rtrim}. */
final class TrimFunctions {
  private TrimFunctions() {}

  static List<FunctionDefinition> definitions() {
    Definitions definitions = new Definitions();
    for (int arguments = 1; arguments <= 2; arguments++) {
      definitions
          .total(
              "trim", arguments, (context, cells, n, result) -> trim(cells, n, true, true, result))
          .total(
              "ltrim",
              arguments,
              (context, cells, n, result) -> trim(cells, n, true, false, result))
          .total(
              "rtrim",
              arguments,
              (context, cells, n, result) -> trim(cells, n, false, true, result));
    }
    return definitions.list();
  }

  private static void trim(Cell[] cells, int count, boolean left, boolean right, Cell result) {
    Cell value = cells[0];
    if (value.type == Cell.NULL || (count == 2 && cells[1].type == Cell.NULL)) {
      result.setNull();
      return;
    }
    value.convertToText();
    int start = value.offset;
    int end = value.offset + value.length;
    if (count == 1) {
      while (left && start < end && value.bytes[start] == ' ') {
        start++;
      }
      while (right && start < end && value.bytes[end - 1] == ' ') {
        end--;
      }
    } else {
      Cell set = cells[1];
      set.convertToText();
      int setEnd = Utf8.terminatedEnd(set.bytes, set.offset, set.length);
      while (left && start < end) {
        int width = widthAtStart(value.bytes, start, end, set, setEnd);
        if (width == 0) {
          break;
        }
        start += width;
      }
      while (right && start < end) {
        int width = widthAtEnd(value.bytes, start, end, set, setEnd);
        if (width == 0) {
          break;
        }
        end -= width;
      }
    }
    result.setText(value.bytes, start, end - start);
  }

  /** The width of the first character of the set that the range begins with; 0 for none. */
  private static int widthAtStart(byte[] bytes, int start, int end, Cell set, int setEnd) {
    for (int at = set.offset; at < setEnd; ) {
      int next = Utf8.next(set.bytes, at, setEnd);
      int width = next - at;
      if (width <= end - start && equal(bytes, start, set.bytes, at, width)) {
        return width;
      }
      at = next;
    }
    return 0;
  }

  private static int widthAtEnd(byte[] bytes, int start, int end, Cell set, int setEnd) {
    for (int at = set.offset; at < setEnd; ) {
      int next = Utf8.next(set.bytes, at, setEnd);
      int width = next - at;
      if (width <= end - start && equal(bytes, end - width, set.bytes, at, width)) {
        return width;
      }
      at = next;
    }
    return 0;
  }

  private static boolean equal(byte[] left, int leftAt, byte[] right, int rightAt, int width) {
    for (int i = 0; i < width; i++) {
      if (left[leftAt + i] != right[rightAt + i]) {
        return false;
      }
    }
    return true;
  }
}
