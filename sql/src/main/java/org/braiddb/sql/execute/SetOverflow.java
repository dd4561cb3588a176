package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.RecordWriter;

/**
 * Rows of both sides of UNION, INTERSECT or EXCEPT for whose keys a table had no room: sorted, in a
 * file if they are many, so that equal ones come together.
 */
final class SetOverflow {
  private final Sorter sorter;
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final RecordRow.InMemory left = new RecordRow.InMemory();
  private final RecordRow.InMemory right = new RecordRow.InMemory();
  private final RecordWriter writer = new RecordWriter();
  private final Evaluator[] leftColumns;
  private final Evaluator[] rightColumns;
  private byte[] key = {};
  private boolean waits;

  /**
   * @param columns how many columns rows have
   */
  SetOverflow(int columns, long budgetBytes) {
    leftColumns = left.columns(2, columns);
    rightColumns = right.columns(2, columns);
    sorter = new Sorter(budgetBytes);
    sorter.begin(-1);
  }

  /** Takes a row of a side in. */
  void add(boolean ofRight, KeyEncoder rowKey, Cell[] row) {
    CellRecords.write(writer, ofRight ? 1 : 0, rowKey, row);
    sorter.add(rowKey, writer.bytes(), writer.length());
  }

  /** All rows are there. */
  void end() {
    sorter.sort();
    waits = sorter.next(record);
  }

  /** Moves on to the next rows that are equal; false at the end. */
  boolean next() {
    if (!waits) {
      return false;
    }
    left.setAbsent();
    right.setAbsent();
    int from = record.reader().offset(1);
    key = Arrays.copyOfRange(record.reader().bytes(), from, from + record.reader().length(1));
    do {
      RecordRow.InMemory side = record.reader().integer(0) == 0 ? left : right;
      if (side.isAbsent()) {
        int start = record.offset();
        side.set(
            Arrays.copyOfRange(record.bytes(), start, start + record.length()), 0, record.length());
      }
      waits = sorter.next(record);
    } while (waits && isOfKey());
    return true;
  }

  private boolean isOfKey() {
    int from = record.reader().offset(1);
    int end = from + record.reader().length(1);
    return Arrays.equals(key, 0, key.length, record.reader().bytes(), from, end);
  }

  /** The key of the present rows. */
  byte[] key() {
    return key;
  }

  boolean inLeft() {
    return !left.isAbsent();
  }

  boolean inRight() {
    return !right.isAbsent();
  }

  /** The columns of the first of the present rows on a side that has one. */
  Evaluator[] columns(boolean ofRight) {
    return ofRight ? rightColumns : leftColumns;
  }

  void close() {
    sorter.clear();
  }
}
