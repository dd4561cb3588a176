package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonRule;
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
  private final boolean dependent;
  private final RecordRow.InMemory row;
  private final RowBuffer buffer;
  private final JoinKey key;
  private final KeyEncoder encoder;
  private final RecordWriter writer = new RecordWriter();
  private final RowChains chains = new RowChains();
  private final long budgetBytes;

  /** All rows, where the table has no room for them; null while it has. */
  private @Nullable SortedIndex sorted;

  private boolean filled;
  private int upcoming = -1;

  /**
   * @param dependent whether the origin's rows depend on those of sources around it
   * @param row is moved through the rows
   * @param budgetBytes how much memory keys and places may take, and the rows
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
    key = new JoinKey(rules);
    encoder = key.encoder();
    this.dependent = dependent;
    this.row = row;
    this.budgetBytes = budgetBytes;
    buffer = new RowBuffer(budgetBytes);
  }

  @Override
  void open(Frame frame) {
    if (!filled || dependent) {
      fill(frame);
    }
    upcoming = -1;
    if (key.encode(probeKeys, true, frame)) {
      SortedIndex all = sorted;
      upcoming = all != null ? all.find(encoder) : chains.first(encoder);
    }
  }

  private void fill(Frame frame) {
    forget();
    origin.open(frame);
    while (origin.next(frame)) {
      if (key.encode(buildKeys, false, frame)) {
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
    chains.add(encoder, buffer.add(writer));
    if (chains.keys().inMemory() + PLACE_BYTES * buffer.size() > budgetBytes) {
      sorted = sort();
    }
  }

  /** Moves what is in the table to where it is sorted. */
  private SortedIndex sort() {
    SortedIndex all = new SortedIndex(budgetBytes);
    KeyTable keys = chains.keys();
    KeyEncoder copy = new KeyEncoder();
    for (int known = 0; known < keys.size(); known++) {
      copy.clear();
      keys.copyTo(known, copy);
      for (int number = chains.first(known); number >= 0; number = chains.next(number)) {
        buffer.load(number, row);
        all.add(copy, row.bytes(), row.offset(), row.length());
      }
    }
    chains.clear();
    buffer.clear();
    return all;
  }

  @Override
  boolean next(Frame frame) {
    int present = upcoming;
    if (present < 0) {
      return false;
    }
    frame.countRow();
    SortedIndex all = sorted;
    if (all != null) {
      all.load(present, row);
    } else {
      buffer.load(present, row);
    }
    upcoming = after(present);
    return true;
  }

  /** The next row with the same key; negative if there is none. */
  private int after(int place) {
    SortedIndex all = sorted;
    return all != null ? all.next(place) : chains.next(place);
  }

  @Override
  long count(Frame frame) {
    long rows = 0;
    while (upcoming >= 0) {
      frame.countRow();
      rows++;
      upcoming = after(upcoming);
    }
    return rows;
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
    chains.clear();
    encoder.forget();
    SortedIndex ended = sorted;
    sorted = null;
    if (ended != null) {
      ended.close();
    }
  }
}
