package org.braiddb.sql.execute;

/** The value bound to a parameter. */
final class ParameterEvaluator extends Evaluator {
  private final int number;

  ParameterEvaluator(int number) {
    this.number = number;
  }

  @Override
  public byte eval(Frame frame) {
    frame.copyFrom(frame.context().parameter(number));
    return frame.type;
  }
}
