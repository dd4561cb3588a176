package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.RecordWriter;

/** Cells written as records of the executor's own: UTF-8, every type as it is. */
final class CellRecords {
  private CellRecords() {}

  static void add(RecordWriter record, Cell cell) {
    switch (cell.type) {
      case Cell.NULL -> record.addNull();
      case Cell.INTEGER -> record.addInteger(cell.integer);
      case Cell.REAL -> record.addReal(cell.real);
      case Cell.TEXT -> record.addText(cell.bytes, cell.offset, cell.length);
      default -> record.addBlob(cell.bytes, cell.offset, cell.length);
    }
  }

  /** Begins a record and writes the values of evaluators into it. */
  static void write(RecordWriter record, Evaluator[] values, Frame frame) {
    record.clear();
    for (Evaluator value : values) {
      value.eval(frame);
      add(record, frame);
    }
  }

  /** Begins a record with a number, and writes a row and the key of it behind that. */
  static void write(RecordWriter record, long number, KeyEncoder key, Cell[] row) {
    record.clear();
    record.addInteger(number);
    record.addBlob(key.bytes(), 0, key.length());
    for (Cell cell : row) {
      add(record, cell);
    }
  }

  static void write(RecordWriter record, Cell[] values) {
    write(record, values, values.length);
  }

  /** The same for the first of them. */
  static void write(RecordWriter record, Cell[] values, int count) {
    record.clear();
    for (int i = 0; i < count; i++) {
      add(record, values[i]);
    }
  }

  /** Reads the columns of a present record into cells. */
  static void read(Evaluator[] columns, Cell[] row, Frame frame) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].eval(frame);
      row[i].copyFrom(frame);
    }
  }
}
