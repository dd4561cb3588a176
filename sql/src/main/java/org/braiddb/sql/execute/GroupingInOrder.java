package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.RecordWriter;

/**
 * Groups of rows that come one after the other: only the present group is in memory. When it stands
 * on a group, its input is on the first row of the next already.
 */
final class GroupingInOrder extends Loop implements RunState {
  private final Loop input;
  private final Evaluator[] keys;
  private final Evaluator[] kept;
  private final AggregateCall[] calls;
  private final RecordRow.InMemory row;
  private final Cell[] key;
  private final LastKey last;
  private final RecordWriter writer = new RecordWriter();
  private boolean rowWaits;

  /**
   * @param kept what is kept of one row of each group
   * @param row is moved to the kept row of the present group
   */
  GroupingInOrder(
      Loop input,
      Evaluator[] keys,
      Collation[] collations,
      Evaluator[] kept,
      AggregateCall[] calls,
      RecordRow.InMemory row) {
    this.input = input;
    this.keys = keys;
    this.kept = kept;
    this.calls = calls;
    this.row = row;
    last = new LastKey(collations);
    key = new Cell[keys.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = new Cell();
    }
  }

  @Override
  void open(Frame frame) {
    input.open(frame);
    rowWaits = nextRow(frame);
  }

  private boolean nextRow(Frame frame) {
    if (!input.next(frame)) {
      return false;
    }
    for (int i = 0; i < keys.length; i++) {
      keys[i].eval(frame);
      key[i].copyFrom(frame);
    }
    return true;
  }

  @Override
  boolean next(Frame frame) {
    if (!rowWaits) {
      return false;
    }
    for (AggregateCall call : calls) {
      call.begin(frame);
      call.addGroup();
    }
    last.keep(key);
    keep(frame);
    boolean first = true;
    do {
      take(frame, first);
      first = false;
      rowWaits = nextRow(frame);
    } while (rowWaits && last.matches(key));
    for (AggregateCall call : calls) {
      call.endInput(frame);
      call.finish(0);
    }
    row.set(writer.bytes(), 0, writer.length());
    return true;
  }

  /** The values that the rows of the present group have in common. */
  Cell[] groupKey() {
    return last.values();
  }

  private void take(Frame frame, boolean first) {
    boolean decisive = false;
    for (AggregateCall call : calls) {
      boolean result = call.step(0, frame);
      if (call.isExtreme()) {
        decisive = result; // the last min or max decides, as in SQLite
      }
    }
    if (decisive && !first && kept.length > 0) {
      keep(frame);
    }
  }

  private void keep(Frame frame) {
    CellRecords.write(writer, kept, frame);
  }

  @Override
  void setAbsent() {
    row.setAbsent();
  }

  @Override
  public void endRun() {
    rowWaits = false;
    for (AggregateCall call : calls) {
      call.clear();
    }
  }
}
