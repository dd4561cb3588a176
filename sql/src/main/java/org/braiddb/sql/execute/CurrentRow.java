package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** The one row that a recursion is at. */
final class CurrentRow extends Loop {
  private final Cell[] current;
  private final Cell[] cells;
  private boolean done;

  CurrentRow(Cell[] current) {
    this.current = current;
    cells = new Cell[current.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
  }

  /** What reads the row's columns refers to these. */
  Cell[] cells() {
    return cells;
  }

  @Override
  void open(Frame frame) {
    done = false;
  }

  @Override
  boolean next(Frame frame) {
    if (done) {
      return false;
    }
    done = true;
    for (int i = 0; i < cells.length; i++) {
      cells[i].copyFrom(current[i]);
    }
    return true;
  }

  @Override
  void setAbsent() {
    for (Cell cell : cells) {
      cell.setNull();
    }
  }
}
