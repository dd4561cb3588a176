package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;

/** The rows that a column of the next rows of another table names. */
final class TableRowsAhead extends RowsAhead {
  private final TableScan scan;
  private final TreeCursor ahead;
  private final Evaluator column;

  /**
   * @param scan the rows of the other table
   * @param ahead another cursor on it
   * @param column of the row that this cursor is on
   */
  TableRowsAhead(TreeCursor table, TableScan scan, TreeCursor ahead, Evaluator column) {
    super(table);
    this.scan = scan;
    this.ahead = ahead;
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
        first ? cursor.seek(scan.table().cursor().rowid(), Cursor.Seek.EQUAL) : scan.move(cursor);
    int count = 0;
    while (found && !scan.outside(cursor)) {
      ahead.moved();
      into[count++] = column.eval(frame) == Cell.INTEGER ? frame.integer : 0;
      if (count == most) {
        break;
      }
      found = scan.move(cursor);
    }
    return count;
  }
}
