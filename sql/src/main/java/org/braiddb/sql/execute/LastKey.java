package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.record.Collation;

/** The values that the last row had, to see where those of the next differ; NULL equals NULL. */
final class LastKey {
  private final Collation[] collations;
  private final Cell[] cells;
  private boolean known;

  LastKey(Collation[] collations) {
    this.collations = collations;
    cells = new Cell[collations.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
  }

  /** The next row is the first. */
  void forget() {
    known = false;
  }

  /** Whether these are the values of the last row. */
  boolean matches(Cell[] values) {
    if (!known) {
      return false;
    }
    for (int i = cells.length - 1; i >= 0; i--) {
      if (!same(cells[i], values[i], collations[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Cell left, Cell right, Collation collation) {
    if (left.type == Cell.NULL || right.type == Cell.NULL) {
      return left.type == right.type;
    }
    return ValueComparator.equal(left, right, collation);
  }

  /** The values kept last. */
  Cell[] values() {
    return cells;
  }

  /** Keeps the values of a row. */
  void keep(Cell[] values) {
    known = true;
    for (int i = 0; i < cells.length; i++) {
      cells[i].copyFrom(values[i]);
      cells[i].own();
    }
  }
}
