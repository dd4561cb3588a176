package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** The value that stands in a cell. */
final class CellEvaluator extends Evaluator {
  private final Cell cell;

  CellEvaluator(Cell cell) {
    this.cell = cell;
  }

  @Override
  public byte eval(Frame frame) {
    frame.copyFrom(cell);
    return frame.type;
  }
}
