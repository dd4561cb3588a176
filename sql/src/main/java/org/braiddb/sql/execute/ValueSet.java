package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** The right side of IN as a set of distinct values; NULL is only remembered to have been there. */
final class ValueSet implements RunState {
  private final Evaluator @Nullable [] list;
  private final @Nullable RowStream query;
  private final ComparisonRule rule;
  private final boolean dependent;
  private final KeyTable keys = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final List<Cell> values = new ArrayList<>();
  private boolean prepared;
  private boolean sorted;
  private boolean hasNull;

  private ValueSet(
      Evaluator @Nullable [] list,
      @Nullable RowStream query,
      ComparisonRule rule,
      boolean dependent) {
    this.list = list;
    this.query = query;
    this.rule = rule;
    this.dependent = dependent;
  }

  static ValueSet ofList(Evaluator[] list, ComparisonRule rule, boolean dependent) {
    return new ValueSet(list, null, rule, dependent);
  }

  static ValueSet ofQuery(RowStream query, ComparisonRule rule, boolean dependent) {
    return new ValueSet(null, query, rule, dependent);
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
    int known = keys.size();
    if (keys.add(encoder.bytes(), encoder.length()) == known) {
      own.own();
      values.add(own);
    }
  }

  /** Puts the values in order, for lookups in an index one after the other. */
  void sort() {
    if (!sorted) {
      values.sort((a, b) -> org.braiddb.sql.value.ValueComparator.compare(a, b, rule.collation()));
      sorted = true;
    }
  }

  /** Whether the set, its NULLs counted, has nothing in it. */
  boolean isEmpty() {
    return keys.size() == 0 && !hasNull;
  }

  boolean hasNull() {
    return hasNull;
  }

  /** The number of distinct values that are not NULL. */
  int size() {
    return values.size();
  }

  void value(int number, Cell target) {
    target.copyFrom(values.get(number));
  }

  /** Whether it has the value, which is not NULL and is converted here. */
  boolean contains(Cell value) {
    ComparisonAffinity.applyToKey(rule.affinity(), value);
    encoder.clear();
    return encoder.addSought(value, rule.collation())
        && keys.find(encoder.bytes(), encoder.length()) >= 0;
  }

  private void forget() {
    keys.clear();
    encoder.forget();
    values.clear();
    hasNull = false;
    sorted = false;
    prepared = false;
  }

  @Override
  public void endRun() {
    forget();
  }
}
