package org.braiddb.sql.execute;

import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;

/** A VIRTUAL generated column of the present row, computed when it is read. */
final class GeneratedColumn extends Evaluator {
  private final RecordRow row;
  private final Evaluator value;
  private final Affinity affinity;

  GeneratedColumn(RecordRow row, Evaluator value, Affinity affinity) {
    this.row = row;
    this.value = value;
    this.affinity = affinity;
  }

  @Override
  public byte eval(Frame frame) {
    if (row.isAbsent()) {
      frame.type = Cell.NULL; // whatever the expression would make of a row that is not there
      return Cell.NULL;
    }
    value.eval(frame);
    affinity.apply(frame);
    return frame.type;
  }
}
