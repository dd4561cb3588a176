package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.ast.UnaryOperator;

/**
 * Reads what infix operators stand between: literals, names, calls, signs, and everything that has
 * brackets or an END of its own.
 */
final class OperandParser {
  private final Grammar grammar;
  private final ExpressionParser expressions;
  private final TokenStream tokens;
  private final TreeLimits limits;

  OperandParser(Grammar grammar) {
    this.grammar = grammar;
    this.expressions = grammar.expressions;
    this.tokens = grammar.tokens;
    this.limits = grammar.limits;
  }

  /** An expression without infix operators, except inside of brackets. */
  Expr operand() {
    int start = tokens.start();
    return switch (tokens.kind()) {
      case NOT -> {
        tokens.advance();
        Expr operand = expressions.negated();
        limits.node(limits.height());
        yield new Expr.Unary(UnaryOperator.NOT, operand, tokens.spanFrom(start));
      }
      case MINUS -> signed(UnaryOperator.NEGATE);
      case PLUS -> signed(UnaryOperator.PLUS);
      case TILDE -> signed(UnaryOperator.BIT_NOT);
      case LEFT_PARENTHESIS -> parenthesized();
      case CASE -> caseExpression();
      case EXISTS -> exists();
      case VARIABLE -> parameter();
      case CAST -> cast();
      case RAISE -> raise();
      case STRING -> tokens.peek() == Token.DOT ? column() : literal();
      default -> atLiteral() ? literal() : nameOrCall();
    };
  }

  private boolean atLiteral() {
    return switch (tokens.kind()) {
      case NULL,
          INTEGER,
          FLOAT,
          SEPARATED_NUMBER,
          STRING,
          BLOB,
          CURRENT_DATE,
          CURRENT_TIME,
          CURRENT_TIMESTAMP ->
          true;
      default -> false;
    };
  }

  /** A literal, which is also all that may follow DEFAULT without parentheses. */
  Expr literal() {
    Span span = new Span(tokens.start(), tokens.end());
    Expr literal =
        switch (tokens.kind()) {
          case NULL -> new Expr.NullLiteral(span);
          case INTEGER, FLOAT, SEPARATED_NUMBER -> NumberLiterals.read(tokens);
          case STRING -> new Expr.StringLiteral(tokens.unquoted('\''), span);
          case BLOB -> new Expr.BlobLiteral(blobDigits(), span);
          case CURRENT_DATE -> new Expr.CurrentTime(Expr.CurrentTime.Kind.DATE, span);
          case CURRENT_TIME -> new Expr.CurrentTime(Expr.CurrentTime.Kind.TIME, span);
          case CURRENT_TIMESTAMP -> new Expr.CurrentTime(Expr.CurrentTime.Kind.TIMESTAMP, span);
          default -> throw tokens.unexpected("a literal");
        };
    tokens.advance();
    limits.setHeight(1);
    return literal;
  }

  private String blobDigits() {
    return tokens.text().substring(tokens.start() + 2, tokens.end() - 1);
  }

  private Expr signed(UnaryOperator operator) {
    int start = tokens.start();
    tokens.advance();
    limits.enter(1);
    Expr operand = operand();
    limits.leave(1);
    return signed(operator, operand, start);
  }

  /** A sign before {@code operand}, which was parsed last. */
  Expr signed(UnaryOperator operator, Expr operand, int start) {
    Span span = tokens.spanFrom(start);
    if (operand instanceof Expr.Unary(UnaryOperator inner, Expr value, _)
        && inner == UnaryOperator.PLUS
        && operator != UnaryOperator.BIT_NOT) {
      // Another sign makes a plus redundant.
      return negatedLiteral(operator, value, span)
          .orElseGet(() -> new Expr.Unary(operator, value, span));
    }
    Optional<Expr> literal = negatedLiteral(operator, operand, span);
    if (literal.isPresent()) {
      return literal.get();
    }
    limits.node(limits.height());
    return new Expr.Unary(operator, operand, span);
  }

  /** The least 64-bit integer is the one negative number that is a literal of its own. */
  private Optional<Expr> negatedLiteral(UnaryOperator operator, Expr operand, Span span) {
    if (operator != UnaryOperator.NEGATE) {
      return Optional.empty();
    }
    if (operand instanceof Expr.RealLiteral(_, Span text)
        && NumberLiterals.isTwoTo63(text.of(tokens.text()))) {
      return Optional.of(new Expr.IntegerLiteral(Long.MIN_VALUE, span));
    }
    if (operand instanceof Expr.IntegerLiteral(long value, Span text) && value == Long.MIN_VALUE) {
      String literal = text.of(tokens.text());
      if (NumberLiterals.isHexadecimal(literal)) {
        throw tokens.errorAt(span.start(), "hex literal too big: -" + literal, "");
      }
    }
    return Optional.empty();
  }

  private Expr parenthesized() {
    int start = tokens.start();
    tokens.advance();
    if (expressions.atQuery()) {
      Select query = grammar.selects.select();
      limits.node(limits.height());
      tokens.expect(Token.RIGHT_PARENTHESIS);
      return new Expr.Subquery(query, tokens.spanFrom(start));
    }
    Expr first = expressions.expression();
    if (tokens.accept(Token.RIGHT_PARENTHESIS)) {
      return first;
    }
    if (!tokens.accept(Token.COMMA)) {
      throw tokens.unexpected("\")\", \",\" or an operator");
    }
    return row(first, start);
  }

  private Expr row(Expr first, int start) {
    int height = limits.height();
    List<Expr> values = new ArrayList<>();
    values.add(first);
    values.addAll(expressions.expressions());
    tokens.expect(Token.RIGHT_PARENTHESIS);
    limits.node(Math.max(height, limits.height()));
    return new Expr.Row(values, tokens.spanFrom(start));
  }

  private Expr caseExpression() {
    int start = tokens.start();
    tokens.advance();
    int height = 0;
    Optional<Expr> operand = Optional.empty();
    if (!tokens.at(Token.WHEN)) {
      operand = Optional.of(expressions.expression());
      height = limits.height();
    }
    List<Expr.Case.When> whens = new ArrayList<>();
    do {
      tokens.expect(Token.WHEN);
      Expr condition = expressions.expression();
      height = Math.max(height, limits.height());
      tokens.expect(Token.THEN);
      whens.add(new Expr.Case.When(condition, expressions.expression()));
      height = Math.max(height, limits.height());
    } while (tokens.at(Token.WHEN));
    Optional<Expr> otherwise = Optional.empty();
    if (tokens.accept(Token.ELSE)) {
      otherwise = Optional.of(expressions.expression());
      height = Math.max(height, limits.height());
    }
    tokens.expect(Token.END);
    limits.node(height);
    return new Expr.Case(operand, whens, otherwise, tokens.spanFrom(start));
  }

  private Expr exists() {
    int start = tokens.start();
    tokens.advance();
    tokens.expect(Token.LEFT_PARENTHESIS);
    Select query = grammar.selects.select();
    limits.node(limits.height());
    tokens.expect(Token.RIGHT_PARENTHESIS);
    return new Expr.Exists(query, tokens.spanFrom(start));
  }

  private Expr cast() {
    int start = tokens.start();
    tokens.advance();
    tokens.expect(Token.LEFT_PARENTHESIS);
    Expr operand = expressions.expression();
    limits.node(limits.height());
    tokens.expect(Token.AS);
    Span type = grammar.createTables.type();
    tokens.expect(Token.RIGHT_PARENTHESIS);
    return new Expr.Cast(operand, type.of(tokens.text()), tokens.spanFrom(start));
  }

  private Expr raise() {
    int start = tokens.start();
    tokens.advance();
    tokens.expect(Token.LEFT_PARENTHESIS);
    ConflictAction action =
        switch (tokens.kind()) {
          case IGNORE -> ConflictAction.IGNORE;
          case ROLLBACK -> ConflictAction.ROLLBACK;
          case ABORT -> ConflictAction.ABORT;
          case FAIL -> ConflictAction.FAIL;
          default -> throw tokens.unexpected("IGNORE, ROLLBACK, ABORT or FAIL");
        };
    tokens.advance();
    Optional<Expr> message = Optional.empty();
    limits.setHeight(0);
    if (action != ConflictAction.IGNORE) {
      tokens.expect(Token.COMMA);
      message = Optional.of(expressions.expression());
    }
    tokens.expect(Token.RIGHT_PARENTHESIS);
    limits.node(limits.height());
    return new Expr.Raise(action, message, tokens.spanFrom(start));
  }

  private Expr parameter() {
    String text = tokens.tokenText();
    Span span = new Span(tokens.start(), tokens.end());
    ParameterTable parameters = grammar.parameters;
    limits.setHeight(1);
    if (text.equals("?")) {
      Expr anonymous =
          new Expr.Parameter(checked(parameters.addAnonymous()), Optional.empty(), span);
      tokens.advance();
      return anonymous;
    }
    if (text.charAt(0) == '#' && text.charAt(1) >= '0' && text.charAt(1) <= '9') {
      throw tokens.unexpected("an expression");
    }
    int number =
        text.charAt(0) == '?'
            ? parameters.addNumbered(explicitNumber(text), text)
            : checked(parameters.addNamed(text));
    tokens.advance();
    return new Expr.Parameter(number, Optional.of(text), span);
  }

  private int explicitNumber(String text) {
    long number = 0;
    for (int i = 1; i < text.length() && number <= ParameterTable.MAX_NUMBER; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    if (number < 1 || number > ParameterTable.MAX_NUMBER) {
      throw tokens.error(
          "variable number must be between ?1 and ?" + ParameterTable.MAX_NUMBER, "");
    }
    return (int) number;
  }

  private int checked(int number) {
    if (number > ParameterTable.MAX_NUMBER) {
      throw tokens.error("too many SQL variables", "");
    }
    return number;
  }

  private Expr nameOrCall() {
    if (!tokens.kind().isIdentifierOrJoinWord()) {
      throw tokens.unexpected("an expression");
    }
    return tokens.peek() == Token.LEFT_PARENTHESIS
        ? grammar.functionCalls.call(tokens.takeName())
        : column();
  }

  /** {@code column}, {@code table.column} or {@code schema.table.column}. */
  private Expr column() {
    int start = tokens.start();
    Name first = tokens.takeName();
    limits.setHeight(1);
    if (!tokens.accept(Token.DOT)) {
      return new Expr.Column(Optional.empty(), Optional.empty(), first, first.span());
    }
    limits.setHeight(2);
    Name second = grammar.names.name("a column name");
    if (!tokens.accept(Token.DOT)) {
      Span span = tokens.spanFrom(start);
      return new Expr.Column(Optional.empty(), Optional.of(first), second, span);
    }
    limits.setHeight(3);
    Name third = grammar.names.name("a column name");
    return new Expr.Column(Optional.of(first), Optional.of(second), third, tokens.spanFrom(start));
  }
}
