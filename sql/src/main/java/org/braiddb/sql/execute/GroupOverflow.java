package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.RecordWriter;

/**
 * The rows of groups that found no place in a table of groups: sorted by their keys, in a file if
 * they are many, then grouped one group after the other. What their groups need of a row is written
 * down as it comes: the key, the kept values, and what the aggregates look at.
 */
final class GroupOverflow {
  private final Evaluator[] keptValues;
  private final AggregateCall[] calls;
  private final Evaluator[][] inputs;
  private final AggregateCall[] copies;
  private final Sorter sorter;
  private final RecordRow.InMemory stored = new RecordRow.InMemory();
  private final RecordRow.InMemory kept = new RecordRow.InMemory();
  private final RecordWriter writer = new RecordWriter();
  private final GroupingInOrder groups;

  GroupOverflow(Evaluator[] keptValues, AggregateCall[] calls, long budgetBytes) {
    this.keptValues = keptValues;
    this.calls = calls;
    sorter = new Sorter(budgetBytes);
    inputs = new Evaluator[calls.length][];
    copies = new AggregateCall[calls.length];
    int column = 1 + keptValues.length;
    for (int i = 0; i < calls.length; i++) {
      inputs[i] = calls[i].values();
      copies[i] = calls[i].reading(stored, column);
      column += calls[i].width();
    }
    groups =
        new GroupingInOrder(
            new SortedRows(),
            stored.columns(0, 1),
            new Collation[] {Collations.BINARY},
            stored.columns(1, keptValues.length),
            copies,
            kept);
    sorter.begin(-1);
  }

  /** Takes in the present row. */
  void add(KeyEncoder key, Frame frame) {
    writer.clear();
    writer.addBlob(key.bytes(), 0, key.length());
    for (Evaluator value : keptValues) {
      value.eval(frame);
      CellRecords.add(writer, frame);
    }
    for (int i = 0; i < calls.length; i++) {
      calls[i].write(writer, inputs[i], frame);
    }
    sorter.add(key, writer.bytes(), writer.length());
  }

  /** All rows are there: begins with the first group. */
  void open(Frame frame) {
    sorter.sort();
    groups.open(frame);
  }

  /** Moves to the next group, in the order of their keys. */
  boolean next(Frame frame) {
    return groups.next(frame);
  }

  /** Whether the present group comes before one of a table. */
  boolean isBefore(KeyTable table, int number) {
    Cell key = groups.groupKey()[0];
    return table.compare(number, key.bytes, key.offset, key.length) > 0;
  }

  /** Leaves the present group's row and results where those of all groups are looked for. */
  void show(RecordRow.InMemory row) {
    row.set(kept.bytes(), kept.offset(), kept.length());
    for (int i = 0; i < calls.length; i++) {
      calls[i].result().copyFrom(copies[i].result());
    }
  }

  void close() {
    groups.endRun();
    sorter.clear();
  }

  private final class SortedRows extends Loop {
    @Override
    void open(Frame frame) {
      // Sorted already.
    }

    @Override
    boolean next(Frame frame) {
      return sorter.next(stored);
    }

    @Override
    void setAbsent() {
      stored.setAbsent();
    }
  }
}
