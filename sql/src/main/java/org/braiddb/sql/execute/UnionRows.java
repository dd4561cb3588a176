package org.braiddb.sql.execute;

import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.record.RecordReader;

/** The rows of a table that any of several scans finds, each of them once. */
final class UnionRows extends Loop implements RunState {
  private final Loop[] parts;
  private final Evaluator[][] conditions;
  private final Evaluator[] rowids;
  private final TreeCursor table;
  private final FoundRow row = new FoundRow();
  private final RowidSet seen = new RowidSet();
  private int part;

  /** The present row, looked for when a column of it is read. */
  private final class FoundRow extends RecordRow {
    private long rowid;

    @Override
    void load(RecordReader target) {
      Cursor cursor = table.cursor();
      if (!cursor.seek(rowid, Cursor.Seek.EQUAL)) {
        CorruptException missing = parts[part].missingRow();
        throw missing != null
            ? missing
            : cursor.contradiction(
                ResultCode.CORRUPT,
                "row " + rowid + " of table " + table.tree().name() + " at its key",
                "none");
      }
      target.read(cursor);
    }

    @Override
    long rowid() {
      return rowid;
    }
  }

  /**
   * @param conditions for each part what must hold for it to be scanned at all
   * @param rowids for each part how the rowid of its row is had
   */
  UnionRows(Loop[] parts, Evaluator[][] conditions, Evaluator[] rowids, TreeCursor table) {
    this.parts = parts;
    this.conditions = conditions;
    this.rowids = rowids;
    this.table = table;
  }

  /** The rows that it moves through. */
  RecordRow row() {
    return row;
  }

  @Override
  void open(Frame frame) {
    seen.clear();
    table.open(frame);
    part = -1;
    openNext(frame);
  }

  /** Moves to the next part whose conditions hold. */
  private void openNext(Frame frame) {
    do {
      part++;
    } while (part < parts.length && !holds(conditions[part], frame));
    if (part < parts.length) {
      parts[part].open(frame);
    }
  }

  private static boolean holds(Evaluator[] conditions, Frame frame) {
    for (Evaluator condition : conditions) {
      if (condition.truth(frame) != Evaluator.TRUE) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean next(Frame frame) {
    while (part < parts.length) {
      if (parts[part].next(frame)) {
        rowids[part].eval(frame);
        if (seen.add(frame.integer)) {
          row.rowid = frame.integer;
          row.moved();
          return true;
        }
      } else {
        openNext(frame);
      }
    }
    return false;
  }

  @Override
  void setAbsent() {
    row.setAbsent();
  }

  @Override
  public void endRun() {
    seen.clear();
  }
}
