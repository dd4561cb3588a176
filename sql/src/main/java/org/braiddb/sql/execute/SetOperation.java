package org.braiddb.sql.execute;

import java.util.BitSet;
import org.braiddb.sql.ast.Select.Compound.Operator;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * UNION, INTERSECT and EXCEPT: distinct rows, in their order, as SQLite yields them. Once the keys
 * take as much memory as they may, rows with further keys are put aside, to be sorted.
 */
final class SetOperation extends RowStream implements RunState {
  private final Operator operator;
  private final RowStream left;
  private final RowStream right;
  private final Collation[] collations;
  private final KeyTable keys = new KeyTable();
  private final RowBuffer rows;
  private final BitSet inRight = new BitSet();
  private final KeyEncoder encoder = new KeyEncoder();
  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final Evaluator[] columns;
  private final Sorter sorter;
  private final long budgetBytes;

  /** The rows whose keys did not fit; null while all do. */
  private @Nullable SetOverflow overflow;

  /**
   * @param budgetBytes how much memory the keys may take, and the rows
   */
  SetOperation(
      Operator operator,
      RowStream left,
      RowStream right,
      Collation[] collations,
      long budgetBytes) {
    super(left.row().length);
    this.operator = operator;
    this.left = left;
    this.right = right;
    this.collations = collations;
    this.budgetBytes = budgetBytes;
    rows = new RowBuffer(budgetBytes);
    sorter = new Sorter(budgetBytes);
    columns = record.columns(0, row().length);
  }

  @Override
  void open(Frame frame) {
    endRun();
    collect(left, false, 0, frame);
    int fromLeft = keys.size();
    if (operator == Operator.UNION) {
      collect(right, true, fromLeft, frame);
    } else if (fromLeft > 0) {
      markThoseIn(right, frame);
    }
    sorter.begin(-1);
    for (int number = 0; number < rows.size(); number++) {
      if (operator == Operator.UNION || inRight.get(number) == (operator == Operator.INTERSECT)) {
        assert operator == Operator.UNION || number < fromLeft;
        addToSorter(number, frame);
      }
    }
    if (overflow != null) {
      addToSorter(overflow, frame);
    }
    sorter.sort();
  }

  private void addToSorter(SetOverflow further, Frame frame) {
    further.end();
    while (further.next()) {
      boolean wanted =
          switch (operator) {
            case UNION, UNION_ALL -> true;
            case INTERSECT -> further.inLeft() && further.inRight();
            case EXCEPT -> further.inLeft() && !further.inRight();
          };
      if (wanted) {
        boolean ofRight = operator == Operator.UNION && further.inRight();
        CellRecords.write(writer, further.columns(ofRight), frame);
        encoder.clear();
        encoder.addEncoded(further.key(), 0, further.key().length);
        sorter.add(encoder, writer.bytes(), writer.length());
      }
    }
  }

  private void addToSorter(int number, Frame frame) {
    rows.load(number, record);
    encoder.clear();
    for (int i = 0; i < columns.length; i++) {
      columns[i].eval(frame);
      encoder.add(frame, collations[i]);
    }
    CellRecords.write(writer, columns, frame);
    sorter.add(encoder, writer.bytes(), writer.length());
  }

  /**
   * @param fromLeft the number of rows that came from the other side
   */
  private void collect(RowStream input, boolean ofRight, int fromLeft, Frame frame) {
    input.open(frame);
    while (input.next(frame)) {
      encode(input.row());
      int number = number(ofRight, input.row());
      if (number == rows.size()) {
        CellRecords.write(writer, input.row());
        rows.add(writer);
        if (keys.inMemory() > budgetBytes) {
          overflow = new SetOverflow(collations.length, budgetBytes);
        }
      } else if (number >= 0 && number < fromLeft && !inRight.get(number)) {
        // Of rows that compare equal, SQLite shows the first of the right side, if it has one.
        inRight.set(number);
        CellRecords.write(writer, input.row());
        rows.replace(number, writer.bytes(), 0, writer.length());
      }
    }
  }

  /** The number of the key, which may be a new one; -1 where its row is put aside. */
  private int number(boolean ofRight, Cell[] row) {
    SetOverflow further = overflow;
    if (further == null) {
      return keys.add(encoder.bytes(), encoder.length());
    }
    int number = keys.find(encoder.bytes(), encoder.length());
    if (number < 0) {
      further.add(ofRight, encoder, row);
    }
    return number;
  }

  private void markThoseIn(RowStream input, Frame frame) {
    input.open(frame);
    while (input.next(frame)) {
      encode(input.row());
      int number = keys.find(encoder.bytes(), encoder.length());
      if (number >= 0) {
        inRight.set(number);
      } else if (overflow != null) {
        overflow.add(true, encoder, input.row());
      }
    }
  }

  private void encode(Cell[] row) {
    encoder.clear();
    for (int i = 0; i < collations.length; i++) {
      encoder.add(row[i], collations[i]);
    }
  }

  @Override
  boolean next(Frame frame) {
    if (!sorter.next(record)) {
      return false;
    }
    CellRecords.read(columns, row(), frame);
    return true;
  }

  @Override
  public void endRun() {
    keys.clear();
    rows.clear();
    inRight.clear();
    sorter.clear();
    encoder.forget();
    SetOverflow ended = overflow;
    overflow = null;
    if (ended != null) {
      ended.close();
    }
  }
}
