package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;

/**
 * The rows of a query on the right side of IN, by their values: a row without NULL is found, or not
 * found among rows without NULL, by its key. Once the keys take as much memory as they may, nothing
 * is decided here.
 */
final class RowSet implements RunState {
  /** What is known of a row. */
  enum Answer {
    THERE,
    NOT_THERE,
    /** It has a NULL, or others have: it must be compared with each of them. */
    UNDECIDED
  }

  private final RowStream rows;
  private final ComparisonRule[] rules;
  private final long budgetBytes;
  private final KeyTable keys = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final Cell value = new Cell();
  private boolean filled;
  private boolean whole;

  /**
   * @param rows can be read again and again
   * @param budgetBytes how much memory the keys may take
   */
  RowSet(RowStream rows, ComparisonRule[] rules, long budgetBytes) {
    this.rows = rows;
    this.rules = rules;
    this.budgetBytes = budgetBytes;
  }

  Answer find(Evaluator[] values, Frame frame) {
    if (!filled) {
      fill(frame);
    }
    encoder.clear();
    boolean possible = true;
    for (int i = 0; i < values.length; i++) {
      if (values[i].eval(frame) == Cell.NULL) {
        return Answer.UNDECIDED;
      }
      ComparisonAffinity.applyToKey(rules[i].affinity(), frame);
      possible = possible && encoder.addSought(frame, rules[i].collation());
    }
    if (possible && keys.find(encoder.bytes(), encoder.length()) >= 0) {
      return Answer.THERE;
    }
    return whole ? Answer.NOT_THERE : Answer.UNDECIDED;
  }

  private void fill(Frame frame) {
    whole = true;
    rows.open(frame);
    while (whole && rows.next(frame)) {
      whole = encode(rows.row());
      if (whole) {
        keys.add(encoder.bytes(), encoder.length());
        whole = keys.inMemory() <= budgetBytes;
      }
    }
    filled = true;
  }

  private boolean encode(Cell[] row) {
    encoder.clear();
    for (int i = 0; i < row.length; i++) {
      boolean changing = rules[i].affinity() == Affinity.TEXT && row[i].isNumber();
      if (row[i].type == Cell.NULL || changing) {
        return false; // a number is a text beside texts only
      }
      value.copyFrom(row[i]);
      ComparisonAffinity.applyToKey(rules[i].affinity(), value);
      encoder.add(value, rules[i].collation());
    }
    return true;
  }

  @Override
  public void endRun() {
    filled = false;
    keys.clear();
    encoder.forget();
  }
}
