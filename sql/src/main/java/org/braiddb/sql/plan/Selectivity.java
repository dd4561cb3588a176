package org.braiddb.sql.plan;

import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.function.PatternFunctions;
import org.braiddb.sql.value.Cell;

/**
 * Which part of the rows a condition is thought to keep where no index has counted them. Guesses:
 * all that matters is that they put joins in a good order.
 */
final class Selectivity {
  private static final double EQUAL = 0.1;
  private static final double HALF = 0.5;

  /** Patterns with fewer letters that must be found somewhere are thought to be found often. */
  private static final int TELLING_LETTERS = 3;

  private Selectivity() {}

  static double of(BoundExpr condition) {
    return switch (condition) {
      case BoundExpr.Comparison comparison ->
          switch (comparison.operator()) {
            case EQUAL, IS -> equal(comparison);
            case NOT_EQUAL, IS_NOT -> 0.9;
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> 0.4;
          };
      case BoundExpr.InList _, BoundExpr.InQuery _ -> 0.2;
      case BoundExpr.And and ->
          and.operands().stream().mapToDouble(Selectivity::of).reduce(1, (a, b) -> a * b);
      case BoundExpr.Or or ->
          Math.min(HALF, or.operands().stream().mapToDouble(Selectivity::of).sum());
      case BoundExpr.Call call when isTellingPattern(call) -> 0.1;
      case BoundExpr.Not(BoundExpr.Call call) when isTellingPattern(call) -> 0.9;
      default -> HALF;
    };
  }

  /** Whether it asks for one value, of which a table of few rows cannot have many. */
  static boolean isOneValue(BoundExpr condition) {
    return condition instanceof BoundExpr.Comparison comparison
        && switch (comparison.operator()) {
          case EQUAL, IS -> true;
          case NOT_EQUAL, IS_NOT, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
        };
  }

  /** The longer a text, the fewer rows are expected to have that very one. */
  private static double equal(BoundExpr.Comparison comparison) {
    int length = Math.max(textLength(comparison.left()), textLength(comparison.right()));
    return Math.min(EQUAL, 0.5 / Math.clamp(length, 1, 50));
  }

  private static int textLength(BoundExpr expr) {
    return expr instanceof BoundExpr.Constant(ConstantValue value) && value.type() == Cell.TEXT
        ? value.copyOfBytes().length
        : 0;
  }

  private static boolean isTellingPattern(BoundExpr.Call call) {
    List<BoundExpr> arguments = call.arguments();
    if (!PatternFunctions.isPattern(call.function().function())
        || !(arguments.getFirst() instanceof BoundExpr.Constant(ConstantValue value))
        || value.type() != Cell.TEXT) {
      return false;
    }
    int letters = 0;
    for (byte b : value.copyOfBytes()) {
      letters += "%_*?[]".indexOf(b) < 0 ? 1 : 0;
    }
    return letters >= TELLING_LETTERS;
  }
}
