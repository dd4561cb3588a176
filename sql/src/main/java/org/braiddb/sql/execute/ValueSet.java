package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * The right side of IN as a set of distinct values; NULL is only remembered to have been there.
 * Once the values take as much memory as they may, they are sorted instead.
 */
final class ValueSet implements RunState {
  /** What a value takes in memory besides its bytes, about. */
  private static final long CELL_BYTES = 64;

  private final Evaluator @Nullable [] list;
  private final @Nullable RowStream query;
  private final ComparisonRule rule;
  private final boolean dependent;
  private final long budgetBytes;
  private final KeyTable keys = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final List<Cell> values = new ArrayList<>();
  private long valueBytes;

  /** All values, where memory has no room for them; null while it has. */
  private @Nullable SortedIndex beyond;

  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final Evaluator column = record.column(0);
  private final Frame scratch = new Frame();
  private boolean prepared;
  private boolean sorted;
  private boolean hasNull;

  private ValueSet(
      Evaluator @Nullable [] list,
      @Nullable RowStream query,
      ComparisonRule rule,
      boolean dependent,
      long budgetBytes) {
    this.budgetBytes = budgetBytes;
    this.list = list;
    this.query = query;
    this.rule = rule;
    this.dependent = dependent;
  }

  static ValueSet ofList(Evaluator[] list, ComparisonRule rule, boolean dependent) {
    return new ValueSet(list, null, rule, dependent, Long.MAX_VALUE); // as long as the text
  }

  /**
   * @param budgetBytes how much memory the values may take
   */
  static ValueSet ofQuery(
      RowStream query, ComparisonRule rule, boolean dependent, long budgetBytes) {
    return new ValueSet(null, query, rule, dependent, budgetBytes);
  }

  /** Computes the values, unless that was done in this run and they cannot have changed. */
  void prepare(Frame frame) {
    if (prepared && !dependent) {
      return;
    }
    forget();
    if (list != null) {
      for (Evaluator element : list) {
        element.eval(frame);
        add(frame);
      }
    } else if (query != null) {
      query.open(frame);
      while (query.next(frame)) {
        add(query.row()[0]);
      }
    }
    if (beyond != null) {
      beyond.end(true);
    }
    prepared = true;
  }

  private void add(Cell value) {
    if (value.type == Cell.NULL) {
      hasNull = true;
      return;
    }
    Cell own = new Cell();
    own.copyFrom(value);
    ComparisonAffinity.applyToKey(rule.affinity(), own);
    encoder.clear();
    encoder.add(own, rule.collation());
    SortedIndex further = beyond;
    if (further != null) {
      add(further, own);
      return;
    }
    int known = keys.size();
    if (keys.add(encoder.bytes(), encoder.length()) == known) {
      own.own();
      values.add(own);
      valueBytes += CELL_BYTES + own.length;
      if (keys.inMemory() + valueBytes > budgetBytes) {
        moveOut();
      }
    }
  }

  private void add(SortedIndex further, Cell value) {
    writer.clear();
    CellRecords.add(writer, value);
    further.add(encoder, writer.bytes(), 0, writer.length());
  }

  private void moveOut() {
    SortedIndex further = new SortedIndex(budgetBytes);
    for (Cell value : values) {
      encoder.clear();
      encoder.add(value, rule.collation());
      add(further, value);
    }
    values.clear();
    keys.clear();
    beyond = further;
  }

  /** Puts the values in order, for lookups in an index one after the other. */
  void sort() {
    if (!sorted && beyond == null) {
      values.sort((a, b) -> org.braiddb.sql.value.ValueComparator.compare(a, b, rule.collation()));
      sorted = true;
    }
  }

  /** Whether the set, its NULLs counted, has nothing in it. */
  boolean isEmpty() {
    return size() == 0 && !hasNull;
  }

  boolean hasNull() {
    return hasNull;
  }

  /** The number of distinct values that are not NULL. */
  int size() {
    return beyond == null ? values.size() : beyond.size();
  }

  /** A value by its number; good until the next one is asked for. */
  void value(int number, Cell target) {
    SortedIndex further = beyond;
    if (further == null) {
      target.copyFrom(values.get(number));
    } else {
      further.load(number, record);
      column.eval(scratch);
      target.copyFrom(scratch);
    }
  }

  /** Whether it has the value, which is not NULL and is converted here. */
  boolean contains(Cell value) {
    ComparisonAffinity.applyToKey(rule.affinity(), value);
    encoder.clear();
    if (!encoder.addSought(value, rule.collation())) {
      return false;
    }
    SortedIndex further = beyond;
    return further == null
        ? keys.find(encoder.bytes(), encoder.length()) >= 0
        : further.find(encoder) >= 0;
  }

  private void forget() {
    keys.clear();
    encoder.forget();
    values.clear();
    valueBytes = 0;
    SortedIndex ended = beyond;
    beyond = null;
    if (ended != null) {
      ended.close();
    }
    hasNull = false;
    sorted = false;
    prepared = false;
  }

  @Override
  public void endRun() {
    forget();
  }
}
