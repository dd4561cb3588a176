package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * The right side of IN as a set of distinct values, or of rows of values, all of them or some of
 * their columns. No row is equal to one with a NULL: such a one is only remembered to have been
 * there. Once the values take as much memory as they may, they are sorted instead.
 */
final class ValueSet implements RunState {
  /** What a value takes in memory besides its bytes, about. */
  private static final long CELL_BYTES = 64;

  private final Evaluator @Nullable [] list;
  private final @Nullable RowStream query;

  /** For each column of the set: its place in the rows of the query. */
  private final int[] places;

  /** What the columns are compared under. */
  private final ComparisonRule[] rules;

  private final boolean dependent;
  private final long budgetBytes;
  private final KeyTable keys = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final List<Cell[]> values = new ArrayList<>();
  private long valueBytes;

  /** All values, where memory has no room for them; null while it has. */
  private @Nullable SortedIndex beyond;

  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final Evaluator[] columns;
  private final Frame scratch = new Frame();
  private boolean prepared;
  private boolean sorted;
  private boolean hasNull;

  private ValueSet(
      Evaluator @Nullable [] list,
      @Nullable RowStream query,
      int[] places,
      ComparisonRule[] rules,
      boolean dependent,
      long budgetBytes) {
    this.budgetBytes = budgetBytes;
    this.list = list;
    this.query = query;
    this.places = places;
    this.rules = rules;
    this.dependent = dependent;
    columns = record.columns(0, places.length);
  }

  static ValueSet ofList(Evaluator[] list, ComparisonRule rule, boolean dependent) {
    ComparisonRule[] rules = {rule};
    return new ValueSet(
        list, null, new int[1], rules, dependent, Long.MAX_VALUE); // as long as the text
  }

  /**
   * @param places which columns of the rows, in which order
   * @param rules what each of these is compared under
   * @param budgetBytes how much memory the values may take
   */
  static ValueSet ofQuery(
      RowStream query, int[] places, ComparisonRule[] rules, boolean dependent, long budgetBytes) {
    return new ValueSet(null, query, places, rules, dependent, budgetBytes);
  }

  /** Computes the values, unless that was done in this run and they cannot have changed. */
  void prepare(Frame frame) {
    if (prepared && !dependent) {
      return;
    }
    forget();
    if (list != null) {
      Cell[] element = {frame};
      for (Evaluator value : list) {
        value.eval(frame);
        add(element);
      }
    } else if (query != null) {
      query.open(frame);
      while (query.next(frame)) {
        add(query.row());
      }
    }
    if (beyond != null) {
      beyond.end(true);
    }
    prepared = true;
  }

  private void add(Cell[] row) {
    for (Cell value : row) {
      if (value.type == Cell.NULL) {
        hasNull = true;
        return;
      }
    }
    Cell[] own = new Cell[places.length];
    encoder.clear();
    for (int i = 0; i < own.length; i++) {
      own[i] = new Cell();
      own[i].copyFrom(row[places[i]]);
      ComparisonAffinity.applyToKey(rules[i].affinity(), own[i]);
      encoder.add(own[i], rules[i].collation());
    }
    SortedIndex further = beyond;
    if (further != null) {
      add(further, own);
      return;
    }
    int known = keys.size();
    if (keys.add(encoder.bytes(), encoder.length()) == known) {
      for (Cell value : own) {
        value.own();
        valueBytes += CELL_BYTES + value.length;
      }
      values.add(own);
      if (keys.inMemory() + valueBytes > budgetBytes) {
        moveOut();
      }
    }
  }

  private void add(SortedIndex further, Cell[] row) {
    CellRecords.write(writer, row);
    further.add(encoder, writer.bytes(), 0, writer.length());
  }

  private void moveOut() {
    SortedIndex further = new SortedIndex(budgetBytes);
    for (Cell[] row : values) {
      encoder.clear();
      for (int i = 0; i < row.length; i++) {
        encoder.add(row[i], rules[i].collation());
      }
      add(further, row);
    }
    values.clear();
    keys.clear();
    beyond = further;
  }

  /** Puts the values in order, for lookups in an index one after the other. */
  void sort() {
    if (!sorted && beyond == null) {
      values.sort(this::compare);
      sorted = true;
    }
  }

  private int compare(Cell[] left, Cell[] right) {
    int order = 0;
    for (int i = 0; order == 0 && i < left.length; i++) {
      order = ValueComparator.compare(left[i], right[i], rules[i].collation());
    }
    return order;
  }

  /** How many columns the rows of the set have. */
  int width() {
    return places.length;
  }

  /** Whether a value of a column equals one that came out of it. */
  boolean isSame(int column, Cell left, Cell right) {
    return ValueComparator.compare(left, right, rules[column].collation()) == 0;
  }

  /** Whether the set, its NULLs counted, has nothing in it. */
  boolean isEmpty() {
    return size() == 0 && !hasNull;
  }

  boolean hasNull() {
    return hasNull;
  }

  /** The number of distinct rows without NULL. */
  int size() {
    return beyond == null ? values.size() : beyond.size();
  }

  /** A value of a row by its number; good until the next one is asked for. */
  void value(int number, int column, Cell target) {
    SortedIndex further = beyond;
    if (further == null) {
      target.copyFrom(values.get(number)[column]);
    } else {
      further.load(number, record);
      columns[column].eval(scratch);
      target.copyFrom(scratch);
    }
  }

  /** Whether the set of one column has the value, which is not NULL and is converted here. */
  boolean contains(Cell value) {
    ComparisonAffinity.applyToKey(rules[0].affinity(), value);
    encoder.clear();
    if (!encoder.addSought(value, rules[0].collation())) {
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
