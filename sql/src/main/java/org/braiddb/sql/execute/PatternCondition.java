package org.braiddb.sql.execute;

import org.braiddb.sql.function.PatternFunctions;
import org.braiddb.sql.function.PatternMatcher;
import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The built-in LIKE or GLOB. What a pattern makes is kept for the rows after it in a run, as long
 * as they have the same pattern and escape character.
 */
final class PatternCondition extends Condition implements RunState {
  private final ScalarFunction function;
  private final Evaluator pattern;
  private final Evaluator text;
  private final @Nullable Evaluator escape;

  private final Cell givenPattern = new Cell();
  private final Cell givenText = new Cell();
  private final Cell givenEscape = new Cell();

  /** What {@link #matcher} was made of, where {@link #made}. */
  private final Cell madePattern = new Cell();

  private final Cell madeEscape = new Cell();
  private final Cell patternText = new Cell();
  private boolean made;

  /** Null where the answer is NULL. */
  private @Nullable PatternMatcher matcher;

  /**
   * @param arguments of the function: pattern, text and perhaps the escape character
   */
  PatternCondition(ScalarFunction function, Evaluator[] arguments) {
    this.function = function;
    this.pattern = arguments[0];
    this.text = arguments[1];
    this.escape = arguments.length == 3 ? arguments[2] : null;
  }

  @Override
  int truth(Frame frame) {
    pattern.eval(frame);
    givenPattern.copyFrom(frame);
    text.eval(frame);
    givenText.copyFrom(frame);
    if (escape != null) {
      escape.eval(frame);
      givenEscape.copyFrom(frame);
    }
    if (!made
        || !madePattern.isIdenticalTo(givenPattern)
        || !madeEscape.isIdenticalTo(givenEscape)) {
      make(frame);
    }
    givenText.convertToText();
    PatternMatcher present = matcher;
    if (present == null || givenText.type == Cell.NULL) {
      return UNKNOWN;
    }
    return present.matches(givenText.bytes, givenText.offset, givenText.length) ? TRUE : FALSE;
  }

  private void make(Frame frame) {
    made = false;
    madePattern.copyFrom(givenPattern);
    madePattern.own();
    madeEscape.copyFrom(givenEscape);
    madeEscape.own();
    patternText.copyFrom(madePattern);
    matcher =
        PatternFunctions.matcher(
            function,
            frame.context().functions(),
            patternText,
            escape == null ? null : givenEscape);
    made = true;
  }

  @Override
  public void endRun() {
    made = false;
    matcher = null;
    givenPattern.release();
    givenText.release();
    givenEscape.release();
    madePattern.release();
    madeEscape.release();
    patternText.release();
  }
}
