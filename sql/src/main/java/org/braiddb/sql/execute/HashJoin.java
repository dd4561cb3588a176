package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a source by the values of some expressions over it: a transient index for conditions
 * of equality that no index serves. Once keys and places take as much memory as they may, the rows
 * are sorted by their keys instead.
 */
final class HashJoin extends Loop implements RunState {
  /** What the place and the successor of a row take. */
  private static final long PLACE_BYTES = 16;

  private final Loop origin;
  private final Evaluator[] columns;
  private final Evaluator[] buildKeys;
  private final Evaluator[] probeKeys;
  private final ComparisonRule[] rules;
  private final boolean dependent;
  private final RecordRow.InMemory row;
  private final RowBuffer buffer = new RowBuffer();
  private final KeyTable keys = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final RecordWriter writer = new RecordWriter();
  private int[] firstRow = new int[16];
  private int[] lastRow = new int[16];
  private int[] nextRow = new int[16];
  private final long budgetBytes;

  /** All rows, where the table has no room for them; null while it has. */
  private @Nullable SortedIndex sorted;

  private boolean filled;
  private int upcoming = -1;

  /**
   * @param dependent whether the origin's rows depend on those of sources around it
   * @param row is moved through the rows
   * @param budgetBytes how much memory keys and places may take
   */
  HashJoin(
      Loop origin,
      Evaluator[] columns,
      Evaluator[] buildKeys,
      Evaluator[] probeKeys,
      ComparisonRule[] rules,
      boolean dependent,
      RecordRow.InMemory row,
      long budgetBytes) {
    this.origin = origin;
    this.columns = columns;
    this.buildKeys = buildKeys;
    this.probeKeys = probeKeys;
    this.rules = rules;
    this.dependent = dependent;
    this.row = row;
    this.budgetBytes = budgetBytes;
  }

  @Override
  void open(Frame frame) {
    if (!filled || dependent) {
      fill(frame);
    }
    upcoming = -1;
    if (encode(probeKeys, true, frame)) {
      SortedIndex all = sorted;
      if (all != null) {
        upcoming = all.find(encoder);
        return;
      }
      int key = keys.find(encoder.bytes(), encoder.length());
      if (key >= 0) {
        upcoming = firstRow[key];
      }
    }
  }

  private void fill(Frame frame) {
    forget();
    origin.open(frame);
    while (origin.next(frame)) {
      if (encode(buildKeys, false, frame)) {
        CellRecords.write(writer, columns, frame);
        add();
      }
    }
    if (sorted != null) {
      sorted.end(false);
    }
    filled = true;
  }

  private void add() {
    SortedIndex all = sorted;
    if (all != null) {
      all.add(encoder, writer.bytes(), 0, writer.length());
      return;
    }
    int known = keys.size();
    int key = keys.add(encoder.bytes(), encoder.length());
    link(key, key == known, buffer.add(writer));
    if (keys.inMemory() + PLACE_BYTES * buffer.size() > budgetBytes) {
      sorted = sort();
    }
  }

  /** Moves what is in the table to where it is sorted. */
  private SortedIndex sort() {
    SortedIndex all = new SortedIndex(budgetBytes);
    KeyEncoder copy = new KeyEncoder();
    for (int key = 0; key < keys.size(); key++) {
      copy.clear();
      keys.copyTo(key, copy);
      for (int number = firstRow[key]; number >= 0; number = nextRow[number]) {
        buffer.load(number, row);
        all.add(copy, row.bytes(), row.offset(), row.length());
      }
    }
    keys.clear();
    buffer.clear();
    return all;
  }

  /** Appends a row to the chain of its key, so that rows come out in the order they came in. */
  private void link(int key, boolean fresh, int number) {
    nextRow = withRoom(nextRow, number);
    nextRow[number] = -1;
    firstRow = withRoom(firstRow, key);
    lastRow = withRoom(lastRow, key);
    if (fresh) {
      firstRow[key] = number;
    } else {
      nextRow[lastRow[key]] = number;
    }
    lastRow[key] = number;
  }

  private static int[] withRoom(int[] array, int index) {
    return index < array.length ? array : Arrays.copyOf(array, Math.max(index + 1, index * 2));
  }

  /**
   * Encodes a key; false where a value is NULL, which equals nothing.
   *
   * @param sought whether it is looked for: then also false where no key equals it
   */
  private boolean encode(Evaluator[] values, boolean sought, Frame frame) {
    encoder.clear();
    for (int i = 0; i < values.length; i++) {
      if (values[i].eval(frame) == Cell.NULL) {
        return false;
      }
      ComparisonAffinity.applyToKey(rules[i].affinity(), frame);
      if (!sought) {
        encoder.add(frame, rules[i].collation());
      } else if (!encoder.addSought(frame, rules[i].collation())) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean next(Frame frame) {
    if (upcoming < 0) {
      return false;
    }
    frame.countRow();
    SortedIndex all = sorted;
    if (all != null) {
      all.load(upcoming, row);
      upcoming = all.next(upcoming);
    } else {
      buffer.load(upcoming, row);
      upcoming = nextRow[upcoming];
    }
    return true;
  }

  @Override
  void setAbsent() {
    row.setAbsent();
  }

  @Override
  public void endRun() {
    filled = false;
    forget();
  }

  private void forget() {
    buffer.clear();
    keys.clear();
    encoder.forget();
    SortedIndex ended = sorted;
    sorted = null;
    if (ended != null) {
      ended.close();
    }
  }
}
