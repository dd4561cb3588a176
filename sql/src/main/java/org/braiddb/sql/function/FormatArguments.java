package org.braiddb.sql.function;

import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** The arguments behind a format, taken one after the other; what is missing is 0 or NULL. */
final class FormatArguments {
  private final Cell[] cells;
  private final int count;
  private int next;

  FormatArguments(Cell[] cells, int from, int count) {
    this.cells = cells;
    this.next = from;
    this.count = count;
  }

  long nextInteger() {
    return next < count ? cells[next++].toInteger() : 0;
  }

  double nextReal() {
    return next < count ? cells[next++].toReal() : 0.0;
  }

  /** The next argument as TEXT; null where it is NULL or missing. */
  @Nullable Cell nextText() {
    if (next >= count) {
      return null;
    }
    Cell cell = cells[next++];
    cell.convertToText();
    return cell.type == Cell.NULL ? null : cell;
  }
}
