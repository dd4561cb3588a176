package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.BinaryOperator;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Span;

/**
 * Reads expressions by climbing precedences.
 *
 * <p>The levels are SQLite's, all associating to the left:
 *
 * <pre>
 *   1  OR
 *   2  AND
 *   3  NOT before a value; NOT before NULL, LIKE, GLOB, REGEXP, MATCH, BETWEEN, IN
 *   4  = == &lt;&gt; != IS LIKE GLOB REGEXP MATCH BETWEEN IN ISNULL NOTNULL
 *   5  &lt; &lt;= &gt; &gt;=
 *   7  &amp; | &lt;&lt; &gt;&gt;
 *   8  + -
 *   9  * / %
 *  10  || -&gt; -&gt;&gt;
 *  11  COLLATE
 *  12  + - ~ before a value
 * </pre>
 *
 * <p>That an infix NOT binds at level 3 although what follows it is of level 4 means that {@code a
 * = b NOT IN (c)} is {@code (a = b) NOT IN (c)}.
 */
final class ExpressionParser {
  private static final int OR_LEVEL = 1;
  private static final int AND_LEVEL = 2;
  private static final int NOT_LEVEL = 3;
  private static final int EQUALITY_LEVEL = 4;
  private static final int COMPARISON_LEVEL = 5;
  private static final int BIT_LEVEL = 7;
  private static final int SUM_LEVEL = 8;
  private static final int PRODUCT_LEVEL = 9;
  private static final int CONCATENATION_LEVEL = 10;
  private static final int COLLATE_LEVEL = 11;

  private final Grammar grammar;
  private final TokenStream tokens;
  private final TreeLimits limits;

  ExpressionParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
    this.limits = grammar.limits;
  }

  /** An expression. */
  Expr expression() {
    return expression(OR_LEVEL);
  }

  /** One or more expressions between commas; the height left behind is that of the highest. */
  List<Expr> expressions() {
    List<Expr> list = new ArrayList<>();
    int height = 0;
    do {
      list.add(expression(OR_LEVEL));
      height = Math.max(height, limits.height());
    } while (tokens.accept(Token.COMMA));
    limits.setHeight(height);
    return list;
  }

  /** Expressions up to a closing parenthesis, which is left; there may be none. */
  List<Expr> expressionsUpToParenthesis() {
    if (tokens.at(Token.RIGHT_PARENTHESIS)) {
      limits.setHeight(0);
      return List.of();
    }
    return expressions();
  }

  private Expr expression(int level) {
    limits.enter(1);
    int start = tokens.start();
    Expr left = grammar.operands.operand();
    while (true) {
      int operatorLevel = level(tokens.kind());
      if (operatorLevel < level) {
        break;
      }
      left = infix(left, start, operatorLevel);
    }
    limits.leave(1);
    return left;
  }

  /** The level at which a token binds to the expression before it; 0 if it is no such operator. */
  private static int level(Token token) {
    return switch (token) {
      case OR -> OR_LEVEL;
      case AND -> AND_LEVEL;
      case NOT -> NOT_LEVEL;
      case EQUAL, NOT_EQUAL, IS, LIKE, GLOB, REGEXP, MATCH, BETWEEN, IN, ISNULL, NOTNULL ->
          EQUALITY_LEVEL;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> COMPARISON_LEVEL;
      case AMPERSAND, BAR, SHIFT_LEFT, SHIFT_RIGHT -> BIT_LEVEL;
      case PLUS, MINUS -> SUM_LEVEL;
      case STAR, SLASH, PERCENT -> PRODUCT_LEVEL;
      case CONCATENATE, ARROW, DOUBLE_ARROW -> CONCATENATION_LEVEL;
      case COLLATE -> COLLATE_LEVEL;
      default -> 0;
    };
  }

  private Expr infix(Expr left, int start, int level) {
    Token operator = tokens.kind();
    String word = tokens.tokenText();
    int leftHeight = limits.height();
    tokens.advance();
    return switch (operator) {
      case NOT -> negatedInfix(left, leftHeight, start);
      case IS -> is(left, leftHeight, start);
      case ISNULL -> isNull(left, leftHeight, false, start);
      case NOTNULL -> isNull(left, leftHeight, true, start);
      case LIKE, GLOB, REGEXP, MATCH -> like(operator, word, left, leftHeight, false, start);
      case BETWEEN -> between(left, leftHeight, false, start);
      case IN -> in(left, leftHeight, false, start);
      case COLLATE -> {
        Name collation = grammar.names.collation();
        limits.node(leftHeight);
        yield new Expr.Collate(left, collation, tokens.spanFrom(start));
      }
      default -> {
        Expr right = expression(level + 1);
        yield binary(binaryOperator(operator), left, leftHeight, right, start);
      }
    };
  }

  private Expr binary(BinaryOperator operator, Expr left, int leftHeight, Expr right, int start) {
    limits.node(Math.max(leftHeight, limits.height()));
    return new Expr.Binary(operator, left, right, tokens.spanFrom(start));
  }

  private static BinaryOperator binaryOperator(Token token) {
    return switch (token) {
      case OR -> BinaryOperator.OR;
      case AND -> BinaryOperator.AND;
      case EQUAL -> BinaryOperator.EQUAL;
      case NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
      case LESS -> BinaryOperator.LESS;
      case LESS_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
      case GREATER -> BinaryOperator.GREATER;
      case GREATER_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      case AMPERSAND -> BinaryOperator.BIT_AND;
      case BAR -> BinaryOperator.BIT_OR;
      case SHIFT_LEFT -> BinaryOperator.SHIFT_LEFT;
      case SHIFT_RIGHT -> BinaryOperator.SHIFT_RIGHT;
      case PLUS -> BinaryOperator.ADD;
      case MINUS -> BinaryOperator.SUBTRACT;
      case STAR -> BinaryOperator.MULTIPLY;
      case SLASH -> BinaryOperator.DIVIDE;
      case PERCENT -> BinaryOperator.REMAINDER;
      case CONCATENATE -> BinaryOperator.CONCATENATE;
      case ARROW -> BinaryOperator.ARROW;
      case DOUBLE_ARROW -> BinaryOperator.DOUBLE_ARROW;
      default -> throw new AssertionError(token);
    };
  }

  private Expr negatedInfix(Expr left, int leftHeight, int start) {
    Token operator = tokens.kind();
    return switch (operator) {
      case NULL -> {
        tokens.advance();
        yield isNull(left, leftHeight, true, start);
      }
      case LIKE, GLOB, REGEXP, MATCH -> {
        String word = tokens.tokenText();
        tokens.advance();
        yield like(operator, word, left, leftHeight, true, start);
      }
      case BETWEEN -> {
        tokens.advance();
        yield between(left, leftHeight, true, start);
      }
      case IN -> {
        tokens.advance();
        yield in(left, leftHeight, true, start);
      }
      default -> throw tokens.unexpected("NULL, LIKE, GLOB, REGEXP, MATCH, BETWEEN or IN");
    };
  }

  private Expr isNull(Expr operand, int operandHeight, boolean negated, int start) {
    limits.node(operandHeight);
    return new Expr.IsNull(operand, negated, tokens.spanFrom(start));
  }

  /** IS [NOT] [DISTINCT FROM]: NOT and DISTINCT FROM cancel each other. */
  private Expr is(Expr left, int leftHeight, int start) {
    boolean negated = tokens.accept(Token.NOT);
    if (tokens.accept(Token.DISTINCT)) {
      tokens.expect(Token.FROM);
      negated = !negated;
    }
    Expr right = expression(COMPARISON_LEVEL);
    if (right instanceof Expr.NullLiteral) {
      return isNull(left, leftHeight, negated, start);
    }
    BinaryOperator operator = negated ? BinaryOperator.IS_NOT : BinaryOperator.IS;
    return binary(operator, left, leftHeight, right, start);
  }

  private Expr like(
      Token operator, String word, Expr value, int valueHeight, boolean negated, int start) {
    Expr pattern = expression(COMPARISON_LEVEL);
    int height = Math.max(valueHeight, limits.height());
    Optional<Expr> escape = Optional.empty();
    if (tokens.accept(Token.ESCAPE)) {
      escape = Optional.of(expression(COMPARISON_LEVEL));
      height = Math.max(height, limits.height());
    }
    limits.node(height);
    Expr.Like.Operator like =
        switch (operator) {
          case GLOB -> Expr.Like.Operator.GLOB;
          case REGEXP -> Expr.Like.Operator.REGEXP;
          case MATCH -> Expr.Like.Operator.MATCH;
          default -> Expr.Like.Operator.LIKE;
        };
    return new Expr.Like(like, word, negated, value, pattern, escape, tokens.spanFrom(start));
  }

  private Expr between(Expr value, int valueHeight, boolean negated, int start) {
    Expr low = lowerBound();
    int height = Math.max(valueHeight, limits.height());
    tokens.expect(Token.AND);
    Expr high = expression(COMPARISON_LEVEL);
    limits.node(Math.max(height, limits.height()));
    return new Expr.Between(negated, value, low, high, tokens.spanFrom(start));
  }

  /** What may stand before BETWEEN's AND: that excludes AND, but not OR with ANDs to its right. */
  private Expr lowerBound() {
    int start = tokens.start();
    Expr left = expression(NOT_LEVEL);
    while (tokens.at(Token.OR)) {
      left = infix(left, start, OR_LEVEL);
    }
    return left;
  }

  private Expr in(Expr value, int valueHeight, boolean negated, int start) {
    if (tokens.accept(Token.LEFT_PARENTHESIS)) {
      return inParentheses(value, valueHeight, negated, start);
    }
    QualifiedName table = grammar.names.qualifiedName("\"(\" or a table name");
    int height = valueHeight;
    Optional<List<Expr>> arguments = Optional.empty();
    if (tokens.accept(Token.LEFT_PARENTHESIS)) {
      arguments = Optional.of(expressionsUpToParenthesis());
      height = Math.max(height, limits.height());
      tokens.expect(Token.RIGHT_PARENTHESIS);
    }
    limits.node(height);
    return new Expr.InTable(negated, value, table, arguments, tokens.spanFrom(start));
  }

  private Expr inParentheses(Expr value, int valueHeight, boolean negated, int start) {
    if (atQuery()) {
      Select query = grammar.selects.select();
      limits.node(Math.max(valueHeight, limits.height()));
      tokens.expect(Token.RIGHT_PARENTHESIS);
      return new Expr.InQuery(negated, value, query, tokens.spanFrom(start));
    }
    limits.enter(1);
    List<Expr> list = expressionsUpToParenthesis();
    limits.leave(1);
    limits.node(Math.max(valueHeight, limits.height()));
    tokens.expect(Token.RIGHT_PARENTHESIS);
    Span span = tokens.spanFrom(start);
    // A query in double parentheses is what is searched, not a list of one scalar.
    return list.size() == 1 && list.getFirst() instanceof Expr.Subquery subquery
        ? new Expr.InQuery(negated, value, subquery.query(), span)
        : new Expr.InList(negated, value, list, span);
  }

  /** What follows a NOT that begins an expression. */
  Expr negated() {
    return expression(NOT_LEVEL);
  }

  /** At the first word of a query. */
  boolean atQuery() {
    return tokens.at(Token.SELECT) || tokens.at(Token.VALUES) || tokens.at(Token.WITH);
  }
}
