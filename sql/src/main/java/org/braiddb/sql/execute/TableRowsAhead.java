package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;

/** The rows that a column of the next rows of another table names. */
final class TableRowsAhead extends RowsAhead {
  /** For each row that is wanted so many are passed at most: to look at more is not worthwhile. */
  private static final int PASSED_FOR_EACH = 4;

  private final TableScan scan;
  private final TreeCursor ahead;
  private final Evaluator[] conditions;
  private final Evaluator column;

  /**
   * @param scan the rows of the other table
   * @param ahead another cursor on it
   * @param conditions of the row that this cursor is on; where they do not hold, none is looked up
   * @param column of the row that this cursor is on
   */
  TableRowsAhead(
      TreeCursor table,
      TableScan scan,
      TreeCursor ahead,
      Evaluator[] conditions,
      Evaluator column) {
    super(table);
    this.scan = scan;
    this.ahead = ahead;
    this.conditions = conditions;
    this.column = column;
  }

  @Override
  long pass() {
    return scan.pass();
  }

  @Override
  int collect(long[] into, int most, boolean first, Frame frame) {
    Cursor cursor = ahead.open(frame);
    boolean found =
        first ? cursor.seek(scan.entries().rowid(), Cursor.Seek.EQUAL) : scan.move(cursor);
    int count = 0;
    int passed = 0;
    while (found && !scan.outside(cursor)) {
      ahead.moved();
      if (NestedLoops.allHold(conditions, frame)) {
        into[count++] = column.eval(frame) == Cell.INTEGER ? frame.integer : 0;
      }
      if (count == most) {
        break;
      }
      if (++passed == PASSED_FOR_EACH * most) {
        return 0;
      }
      found = scan.move(cursor);
    }
    return count;
  }
}
