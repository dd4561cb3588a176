package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ConstantValue;

/** A value known when the program was made. */
final class ConstantEvaluator extends Evaluator {
  private final ConstantValue value;

  ConstantEvaluator(ConstantValue value) {
    this.value = value;
  }

  ConstantValue value() {
    return value;
  }

  @Override
  public byte eval(Frame frame) {
    value.copyTo(frame);
    return frame.type;
  }
}
