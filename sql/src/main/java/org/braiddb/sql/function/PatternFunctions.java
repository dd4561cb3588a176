package org.braiddb.sql.function;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.Utf8;
import org.jspecify.annotations.Nullable;

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

  /** Whether it is one of the two. */
  public static boolean isPattern(ScalarFunction function) {
    return isLike(function) || isGlob(function);
  }

  private static void like(FunctionContext context, Cell[] arguments, int count, Cell result) {
    answer(like(context, arguments[0], count == 3 ? arguments[2] : null), arguments[1], result);
  }

  private static void glob(FunctionContext context, Cell[] arguments, int count, Cell result) {
    answer(glob(context, arguments[0]), arguments[1], result);
  }

  private static void answer(@Nullable PatternMatcher matcher, Cell text, Cell result) {
    text.convertToText();
    if (matcher == null || text.type == Cell.NULL) {
      result.setNull();
    } else {
      result.setBoolean(matcher.matches(text.bytes, text.offset, text.length));
    }
  }

  /**
   * Makes what a call of one of the two does with each text.
   *
   * @param function the built-in LIKE or GLOB
   * @param pattern becomes text; its bytes are not copied
   * @param escape becomes text; null where there is none
   * @return null where the answer is NULL for each text
   * @throws StatementException where the answer is an error for each text
   */
  public static @Nullable PatternMatcher matcher(
      ScalarFunction function, FunctionContext context, Cell pattern, @Nullable Cell escape) {
    return isLike(function) ? like(context, pattern, escape) : glob(context, pattern);
  }

  private static @Nullable PatternMatcher like(
      FunctionContext context, Cell pattern, @Nullable Cell escape) {
    prepare(context, pattern);
    int character = PatternMatcher.NO_ESCAPE;
    if (escape != null) {
      if (escape.type == Cell.NULL) {
        return null;
      }
      character = escape(escape);
    }
    return pattern.type == Cell.NULL
        ? null
        : PatternMatcher.like(pattern, character, context.caseSensitiveLike());
  }

  private static @Nullable PatternMatcher glob(FunctionContext context, Cell pattern) {
    prepare(context, pattern);
    return pattern.type == Cell.NULL ? null : PatternMatcher.glob(pattern);
  }

  /** What MATCH means is for the application, or a full-text table, to say. */
  private static void match(FunctionContext context, Cell[] arguments, int count, Cell result) {
    throw new StatementException("unable to use function MATCH in the requested context");
  }

  /** Makes a pattern text; refuses one that is too long. */
  private static void prepare(FunctionContext context, Cell pattern) {
    pattern.convertToText();
    if (pattern.type != Cell.NULL && pattern.length > context.maximumPatternLength()) {
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
