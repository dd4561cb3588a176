package org.braiddb.sql.execute;

import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.sql.value.Cell;

/** A call of a function that looks at no bytes of its argument where that is a BLOB. */
final class CallByLength extends Evaluator {
  private final ScalarFunction function;
  private final RecordColumn argument;
  private final boolean textsByLength;
  private final CallEvaluator.CallContext context;
  private final Cell[] cells = {new Cell()};

  /**
   * @param textsByLength whether it does not look at those of a TEXT, either
   */
  CallByLength(
      ScalarFunction function,
      RecordColumn argument,
      boolean textsByLength,
      CallEvaluator.CallContext context) {
    this.function = function;
    this.argument = argument;
    this.textsByLength = textsByLength;
    this.context = context;
  }

  @Override
  public byte eval(Frame frame) {
    if (argument.evalLength(frame) == Cell.TEXT && !textsByLength) {
      argument.eval(frame);
    }
    cells[0].copyFrom(frame);
    context.of(frame.context().functions());
    function.call(context, cells, 1, frame);
    return frame.type;
  }
}
