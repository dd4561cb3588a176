package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** A value that stays the same within a run: computed when it is first asked for. */
final class OnceInRun extends Evaluator implements RunState {
  private final Evaluator value;
  private final Cell result = new Cell();
  private boolean computed;

  OnceInRun(Evaluator value) {
    this.value = value;
  }

  @Override
  public byte eval(Frame frame) {
    if (computed) {
      frame.copyFrom(result);
      return frame.type;
    }
    value.eval(frame);
    result.copyFrom(frame);
    result.own();
    computed = true;
    return frame.type;
  }

  @Override
  public void endRun() {
    computed = false;
    result.release();
  }
}
