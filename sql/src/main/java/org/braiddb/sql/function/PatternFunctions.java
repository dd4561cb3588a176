package org.braiddb.sql.function;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.Utf8;

/**
 * {@code like}, {@code glob} and {@code match}, the functions behind the operators. The pattern
 * comes first.
 */
public final class PatternFunctions {
  private static final ScalarFunction LIKE = PatternFunctions::like;
  private static final ScalarFunction GLOB = PatternFunctions::glob;

  private PatternFunctions() {}

  static List<FunctionDefinition> definitions() {
    return new Definitions()
        .pure("like", 2, LIKE)
        .pure("like", 3, LIKE)
        .pure("glob", 2, GLOB)
        .scalar("match", Arity.exactly(2), Set.of(), PatternFunctions::match)
        .list();
  }

  /** Whether it is the built-in LIKE, and not one that the application put in its place. */
  public static boolean isLike(ScalarFunction function) {
    return function == LIKE;
  }

  /** Whether it is the built-in GLOB. */
  public static boolean isGlob(ScalarFunction function) {
    return function == GLOB;
  }

  private static void like(FunctionContext context, Cell[] arguments, int count, Cell result) {
    prepare(context, arguments);
    int escape = PatternMatcher.NO_ESCAPE;
    if (count == 3) {
      if (arguments[2].type == Cell.NULL) {
        result.setNull();
        return;
      }
      escape = escape(arguments[2]);
    }
    if (arguments[0].type == Cell.NULL || arguments[1].type == Cell.NULL) {
      result.setNull();
      return;
    }
    result.setBoolean(
        matches(
            PatternMatcher.like(arguments[0], escape, context.caseSensitiveLike()), arguments[1]));
  }

  private static void glob(FunctionContext context, Cell[] arguments, int count, Cell result) {
    prepare(context, arguments);
    if (arguments[0].type == Cell.NULL || arguments[1].type == Cell.NULL) {
      result.setNull();
      return;
    }
    result.setBoolean(matches(PatternMatcher.glob(arguments[0]), arguments[1]));
  }

  private static boolean matches(PatternMatcher matcher, Cell text) {
    return matcher.matches(text.bytes, text.offset, text.length);
  }

  /** What MATCH means is for the application, or a full-text table, to say. */
  private static void match(FunctionContext context, Cell[] arguments, int count, Cell result) {
    throw new StatementException("unable to use function MATCH in the requested context");
  }

  /** Makes both arguments text; refuses a pattern that is too long. */
  private static void prepare(FunctionContext context, Cell[] arguments) {
    arguments[0].convertToText();
    arguments[1].convertToText();
    if (arguments[0].type != Cell.NULL && arguments[0].length > context.maximumPatternLength()) {
      throw new StatementException("LIKE or GLOB pattern too complex");
    }
  }

  private static int escape(Cell cell) {
    cell.convertToText();
    int end = Utf8.terminatedEnd(cell.bytes, cell.offset, cell.length);
    if (end == cell.offset || Utf8.next(cell.bytes, cell.offset, end) != end) {
      throw new StatementException("ESCAPE expression must be a single character");
    }
    return Utf8.codePoint(cell.bytes, cell.offset, end);
  }
}
