package org.braiddb.sql.vector;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.function.PatternFunctions;
import org.braiddb.sql.function.PatternMatcher;
import org.braiddb.sql.function.ScalarFunction;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * LIKE or GLOB with a pattern, and perhaps an escape character, that are constants, parameters, or
 * these joined. Where these are refused, which takes a row that is matched, all is left to others.
 */
final class VectorPattern extends VectorCondition {
  private final ScalarFunction function;
  private final VectorExpr operand;
  private final BoundExpr pattern;
  private final @Nullable BoundExpr escape;
  private final Cell text = new Cell();

  private boolean refused;

  /** Null where the answer is NULL, or it is {@link #refused}. */
  private @Nullable PatternMatcher matcher;

  VectorPattern(BoundExpr.Call call, VectorExpr operand) {
    this.function = call.function().function();
    this.operand = operand;
    List<BoundExpr> arguments = call.arguments();
    pattern = arguments.getFirst();
    escape = arguments.size() == 3 ? arguments.get(2) : null;
  }

  /** Whether a call is such a condition, if its second argument can be had. */
  static boolean is(BoundExpr.Call call) {
    List<BoundExpr> arguments = call.arguments();
    return PatternFunctions.isPattern(call.function().function())
        && isFixed(arguments.getFirst())
        && (arguments.size() == 2 || isFixed(arguments.get(2)));
  }

  private static boolean isFixed(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant _, BoundExpr.Parameter _ -> true;
      case BoundExpr.Concatenate joined -> isFixed(joined.left()) && isFixed(joined.right());
      default -> false;
    };
  }

  /** Begins a run. */
  void begin(IntFunction<Cell> parameters, FunctionContext context) {
    refused = false;
    try {
      matcher =
          PatternFunctions.matcher(
              function,
              context,
              value(pattern, parameters, context),
              escape == null ? null : value(escape, parameters, context));
    } catch (StatementException _) {
      matcher = null;
      refused = true;
    }
  }

  private static Cell value(BoundExpr expr, IntFunction<Cell> parameters, FunctionContext context) {
    Cell value = new Cell();
    switch (expr) {
      case BoundExpr.Constant constant -> constant.value().copyTo(value);
      case BoundExpr.Parameter parameter -> value.copyFrom(parameters.apply(parameter.number()));
      case BoundExpr.Concatenate joined -> {
        value.copyFrom(value(joined.right(), parameters, context));
        value.putBehind(value(joined.left(), parameters, context), context.maximumLength());
      }
      default -> throw new IllegalStateException("no pattern: " + expr);
    }
    return value;
  }

  @Override
  boolean decide(Batch batch, byte[] answers) {
    if (refused || !operand.evaluate(batch)) {
      return false;
    }
    PatternMatcher present = matcher;
    if (present == null) {
      Arrays.fill(answers, 0, batch.count(), UNKNOWN);
      return true;
    }
    Vector values = operand.values();
    for (int k = 0; k < batch.count(); k++) {
      answers[k] = answer(present, values, k);
    }
    return true;
  }

  private byte answer(PatternMatcher present, Vector values, int k) {
    byte type = values.type(k);
    if (type == Cell.TEXT) {
      boolean matches = present.matches(values.bytes, values.offsets[k], values.lengths[k]);
      return matches ? TRUE : FALSE;
    }
    if (type == Cell.NULL) {
      return UNKNOWN;
    }
    values.load(k, text);
    text.convertToText();
    return present.matches(text.bytes, text.offset, text.length) ? TRUE : FALSE;
  }
}
