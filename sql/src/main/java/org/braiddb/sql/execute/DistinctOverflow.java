package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.RecordWriter;

/**
 * Rows that a table of distinct rows has no room for: sorted, in a file if they are many, so that
 * equal ones come together; the first of each then goes back to the order in which they came.
 */
final class DistinctOverflow {
  private final Sorter byKey;
  private final Sorter byNumber;
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final RecordWriter writer = new RecordWriter();
  private final KeyEncoder encoder = new KeyEncoder();
  private final Cell number = new Cell();
  private final Evaluator[] columns;
  private long count;

  /**
   * @param size how many columns rows have
   * @param budgetBytes how much memory they may take
   */
  DistinctOverflow(int size, long budgetBytes) {
    byKey = new Sorter(budgetBytes);
    byNumber = new Sorter(budgetBytes);
    columns = record.columns(2, size);
    byKey.begin(-1);
    byNumber.begin(-1);
  }

  /** Takes a row in. */
  void add(KeyEncoder key, Cell[] row) {
    CellRecords.write(writer, count++, key, row);
    byKey.add(key, writer.bytes(), writer.length());
  }

  /** All rows are there. */
  void end() {
    byKey.sort();
    byte[] last = {};
    while (byKey.next(record)) {
      int place = record.reader().offset(1);
      int length = record.reader().length(1);
      byte[] bytes = record.reader().bytes();
      if (!Arrays.equals(last, 0, last.length, bytes, place, place + length)) {
        last = Arrays.copyOfRange(bytes, place, place + length);
        number.setInteger(record.reader().integer(0));
        encoder.clear();
        encoder.add(number, Collations.BINARY);
        byNumber.add(
            encoder,
            Arrays.copyOfRange(record.bytes(), record.offset(), record.offset() + record.length()),
            record.length());
      }
    }
    byKey.clear();
    byNumber.sort();
  }

  /** Puts the values of the next row into cells; false at the end. */
  boolean next(Cell[] row, Frame frame) {
    if (!byNumber.next(record)) {
      return false;
    }
    CellRecords.read(columns, row, frame);
    return true;
  }

  void close() {
    byKey.clear();
    byNumber.clear();
  }
}
