package org.braiddb.blackbox.fuzz;

/** Expressions and conditions over a scope. */
final class ExpressionFuzzer {
  private static final String[] COMPARISONS = {
    " = ", " = ", " = ", " <> ", " < ", " <= ", " > ", " >= ", " IS ", " IS NOT "
  };
  private static final String[] COLLATIONS = {
    " COLLATE NOCASE", " COLLATE RTRIM", " COLLATE BINARY"
  };

  private final Dice dice;
  private final Literals literals;
  private final QueryFuzzer queries;
  private final TimeFuzzer times;

  ExpressionFuzzer(Dice dice, Literals literals, QueryFuzzer queries) {
    this.dice = dice;
    this.literals = literals;
    this.queries = queries;
    times = new TimeFuzzer(dice, literals);
  }

  /** COLLATE. */
  String collation() {
    return dice.pick(COLLATIONS);
  }

  /** A value, sometimes under another collation than its own. */
  String collated(String value) {
    return value + dice.maybe(10, collation());
  }

  // ---- conditions

  String condition(Scope scope, int depth) {
    if (depth > 0 && dice.chance(45)) {
      return composed(scope, depth - 1);
    }
    String column = collated(scope.column(dice));
    return switch (dice.below(20)) {
      case 0, 1, 2, 3, 4 -> column + dice.pick(COMPARISONS) + literals.any();
      case 5, 6 -> column + dice.pick(COMPARISONS) + collated(scope.column(dice));
      case 7 -> column + dice.pick(" IS NULL", " IS NOT NULL", " NOTNULL", " ISNULL");
      case 8 -> column + dice.pick(" ", " NOT ") + between();
      case 9 -> column + dice.pick(" IN (", " NOT IN (") + dice.list(0, 6, literals::any) + ")";
      case 10, 11 -> pattern(column);
      case 12 -> dice.pick("NOT ", "+", "-", "~") + column;
      case 13 -> indexable(column) + dice.pick(COMPARISONS) + literals.any();
      case 14 -> column + collation() + dice.pick(COMPARISONS) + literals.any();
      case 15 -> column + " IS " + dice.pick("", "NOT ") + "DISTINCT FROM " + literals.any();
      case 16 -> column + " IS " + dice.pick("TRUE", "FALSE", "NOT TRUE", "NOT FALSE");
      case 17 -> rows(scope);
      case 18 -> dice.chance(80) ? literals.any() : dice.pick("0", "1", "+0", column + " IN ()");
      default -> column + dice.pick(COMPARISONS) + expression(scope, 0);
    };
  }

  private String between() {
    return "BETWEEN " + literals.any() + " AND " + literals.any();
  }

  private String pattern(String column) {
    if (dice.chance(60)) {
      return column
          + dice.pick(" LIKE ", " LIKE ", " NOT LIKE ")
          + dice.pick("'a%'", "'A%'", "'%b%'", "'1%'", "'ab%'", "'a_'", "'%'", "''", "'a'", "x'61'")
          + dice.maybe(10, " ESCAPE 'b'");
    }
    return column
        + dice.pick(" GLOB ", " GLOB ", " NOT GLOB ")
        + dice.pick("'a*'", "'A*'", "'*b*'", "'1*'", "'[ab]*'", "'?'", "'[^a]'", "'*'", "'a'");
  }

  private String rows(Scope scope) {
    String left = "(" + collated(scope.column(dice)) + ", " + scope.column(dice) + ")";
    if (dice.chance(40)) {
      return left
          + dice.pick(" IN (VALUES ", " NOT IN (VALUES ")
          + dice.list(1, 3, () -> "(" + literals.any() + ", " + literals.any() + ")")
          + ")";
    }
    return left + dice.pick(COMPARISONS) + "(" + literals.any() + ", " + scope.column(dice) + ")";
  }

  private String composed(Scope scope, int depth) {
    return switch (dice.below(12)) {
      case 0, 1, 2 -> "(" + condition(scope, depth) + " AND " + condition(scope, depth) + ")";
      case 3, 4, 5 -> "(" + condition(scope, depth) + " OR " + condition(scope, depth) + ")";
      case 6 -> "NOT (" + condition(scope, depth) + ")";
      case 7, 8 ->
          (dice.chance(80) ? collated(scope.column(dice)) : expression(scope, depth))
              + dice.pick(" IN (", " IN (", " NOT IN (")
              + queries.inner(scope, depth, 1)
              + ")";
      case 9 ->
          "("
              + scope.column(dice)
              + ", "
              + collated(scope.column(dice))
              + ")"
              + dice.pick(" IN (", " NOT IN (")
              + queries.inner(scope, depth, 2)
              + ")";
      case 10 -> dice.pick("EXISTS(", "NOT EXISTS(") + queries.existing(scope, depth) + ")";
      default -> expression(scope, depth) + dice.pick(COMPARISONS) + expression(scope, depth);
    };
  }

  // ---- values

  /** What indexes are made of and conditions use; says nothing of more than one column. */
  String indexable(String column) {
    return switch (dice.below(8)) {
      case 0 -> "lower(" + column + ")";
      case 1 -> column + " + 1";
      case 2 -> "length(" + column + ")";
      case 3 -> "CAST(" + column + " AS TEXT)";
      case 4 -> "coalesce(" + column + ", 0)";
      case 5 -> "typeof(" + column + ")";
      case 6 -> "-" + column;
      default -> column + " || 'x'";
    };
  }

  String expression(Scope scope, int depth) {
    String column = scope.column(dice);
    return switch (dice.below(depth > 0 ? 22 : 16)) {
      case 0, 1, 2, 3, 4 -> column;
      case 5, 6 -> literals.any();
      case 7, 8 -> "(" + column + binary() + literals.any() + ")";
      case 9 -> "(" + column + binary() + scope.column(dice) + ")";
      case 10 -> "typeof(" + column + ")";
      case 11 -> call(column, scope);
      case 12 -> "CAST(" + column + " AS " + dice.pick(CASTS) + ")";
      case 13 -> dice.pick("-", "+", "~", "NOT ") + column;
      case 14 -> column + collation();
      case 15 -> "(" + column + dice.pick(COMPARISONS) + literals.any() + ")";
      case 16 -> choice(scope, depth - 1);
      case 17 ->
          "CASE "
              + collated(column)
              + " WHEN "
              + expression(scope, 0)
              + " THEN "
              + literals.any()
              + dice.maybe(60, " ELSE " + expression(scope, 0))
              + " END";
      case 18, 19 -> "(" + queries.scalar(scope, depth - 1) + ")";
      case 20 -> "(" + condition(scope, depth - 1) + ")";
      default -> call(expression(scope, depth - 1), scope);
    };
  }

  private static final String[] CASTS = {"INTEGER", "TEXT", "REAL", "NUMERIC", "BLOB", "INT"};

  private String choice(Scope scope, int depth) {
    return "CASE WHEN "
        + condition(scope, depth)
        + " THEN "
        + expression(scope, depth)
        + dice.maybe(70, " ELSE " + expression(scope, depth))
        + " END";
  }

  private String binary() {
    return dice.pick(
        " + ", " + ", " - ", " * ", " / ", " % ", " || ", " || ", " & ", " | ", " << ", " >> ");
  }

  private String call(String value, Scope scope) {
    return switch (dice.below(42)) {
      case 0 -> "coalesce(" + value + ", " + scope.column(dice) + ")";
      case 1 -> "ifnull(" + value + ", " + literals.any() + ")";
      case 2 -> "nullif(" + value + ", " + scope.column(dice) + ")";
      case 3 -> "iif(" + value + ", " + scope.column(dice) + ", " + literals.any() + ")";
      case 4 -> "length(" + value + ")";
      case 5 -> "upper(" + value + ")";
      case 6 -> "substr(" + value + ", " + literals.small() + ", " + literals.small() + ")";
      case 7 -> "instr(" + value + ", " + literals.text() + ")";
      case 8 -> "replace(" + value + ", " + literals.text() + ", " + literals.any() + ")";
      case 9 -> "trim(" + value + dice.maybe(40, ", 'a'") + ")";
      case 10 -> "quote(" + value + ")";
      case 11 -> "hex(" + value + ")";
      case 12 -> "round(" + value + dice.maybe(50, ", 1") + ")";
      case 13 -> "sign(" + value + ")";
      case 14 -> "min(" + value + ", " + scope.column(dice) + ")";
      case 15 -> "max(" + value + ", " + literals.any() + ")";
      case 16 -> "unicode(" + value + ")";
      case 17 -> "likely(" + value + ")";
      case 18, 22, 23 ->
          "printf(" + format() + ", " + value + ", " + scope.column(dice) + ", " + value + ")";
      case 24, 25, 26, 27 -> times.call(value, scope);
      case 28 -> "CAST(CAST(" + value + " AS BLOB) AS " + dice.pick(CASTS) + ")";
      case 29 -> "concat_ws(" + literals.text() + ", " + value + ", " + scope.column(dice) + ")";
      case 30 -> dice.pick("like", "glob") + "(" + literals.text() + ", " + value + ")";
      case 31 -> dice.pick("ceil", "floor", "trunc") + "(" + value + ")";
      case 32 -> "unhex(" + value + ", 'xyz ')";
      case 33 -> "CAST(" + odd() + " AS " + dice.pick(CASTS) + ")";
      case 34 -> "(" + odd() + dice.pick(COMPARISONS) + value + ")";
      case 35 -> "(" + value + binary() + odd() + ")";
      case 36 -> "abs(" + value + ")";
      case 37 -> "substr(" + value + ", " + literals.small() + ")";
      case 38 -> "hex(char(" + literals.small() + ", " + value + ", 0, 98))";
      case 39 -> "unistr_quote(" + value + ")";
      case 40 -> "replace(hex(zeroblob(2)) || " + value + ", '0', " + literals.any() + ")";
      case 41 -> "round(" + value + ", " + literals.small() + ")";
      case 19 -> "octet_length(" + value + ")";
      case 20 -> "concat(" + value + ", " + scope.column(dice) + ")";
      default -> "rtrim(" + value + ")";
    };
  }

  private String format() {
    StringBuilder format = new StringBuilder("'");
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      format
          .append('%')
          .append(dice.pick("", "", "-", "+", " ", "0", "#", ",", "!", "-+", "0,"))
          .append(dice.pick("", "", "1", "5", "12"))
          .append(dice.pick("", "", ".0", ".2", ".10"))
          .append(dice.pick("d", "s", "f", "g", "e", "x", "o", "c", "q", "Q", "w", "u", "G", "i"))
          .append(dice.pick("", " ", ";"));
    }
    return format.append('\'').toString();
  }

  /** Text that is nearly a number, or has bytes in it that text seldom has. */
  private String odd() {
    return dice.pick(
        "' 12 '",
        "'1e'",
        "'1e+'",
        "'.'",
        "'-'",
        "'+ 1'",
        "'1_000'",
        "'0x10'",
        "'1e400'",
        "'-1e400'",
        "'9223372036854775807.5'",
        "'00000000000000000000001'",
        "'0.1e-400'",
        "'1.5.2'",
        "'infinity'",
        "'nan'",
        "(x'31' || x'00' || '2')",
        "char(49, 0, 50)",
        "CAST(x'20313220' AS TEXT)",
        "'\u0661'",
        "char(9, 49, 10)",
        "char(11, 49)",
        "char(160, 49)",
        "'-0'",
        "'-0.0'",
        "9e999",
        "-9e999");
  }

  // ---- aggregates

  /** Uses nothing from around: what uses only that belongs to the query there. */
  String aggregate(Scope scope) {
    String column =
        dice.chance(80) ? collated(scope.ownColumn(dice)) : expression(scope.alone(), 0);
    String filter = dice.maybe(15, " FILTER (WHERE " + condition(scope.alone(), 0) + ")");
    return switch (dice.below(15)) {
          case 0, 1 -> "count(*)";
          case 2 -> "count(" + column + ")";
          case 3, 4 -> "min(" + column + ")";
          case 5, 6 -> "max(" + column + ")";
          case 7 -> "count(DISTINCT " + column + ")";
          case 8 -> "sum(" + column + ")";
          case 9 -> "total(" + column + ")";
          case 10 -> "avg(" + column + ")";
          case 11 -> "sum(DISTINCT length(" + column + "))";
          case 12 ->
              dice.pick("group_concat", "string_agg")
                  + "("
                  + column
                  + ", ',' ORDER BY quote("
                  + column
                  + ")"
                  + dice.maybe(40, " DESC")
                  + ")";
          case 13 ->
              dice.chance(50)
                  ? "median(length(" + column + "))"
                  : "percentile(length(" + column + "), " + dice.below(101) + ")";
          default -> "sum(" + column + " IS NULL)";
        }
        + filter;
  }
}
