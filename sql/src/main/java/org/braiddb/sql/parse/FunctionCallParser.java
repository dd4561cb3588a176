package org.braiddb.sql.parse;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.Window;

/** Reads function calls, with FILTER and OVER, and window definitions. */
final class FunctionCallParser {
  private final Grammar grammar;
  private final TokenStream tokens;
  private final TreeLimits limits;

  FunctionCallParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
    this.limits = grammar.limits;
  }

  /** A call of {@code name}; the opening parenthesis comes next. */
  Expr call(Name name) {
    limits.enter(1);
    Expr call = callAndWindow(name);
    limits.leave(1);
    return call;
  }

  private Expr callAndWindow(Name name) {
    tokens.expect(Token.LEFT_PARENTHESIS);
    boolean distinct = false;
    boolean star = tokens.accept(Token.STAR);
    List<Expr> arguments = List.of();
    List<OrderingTerm> orderBy = List.of();
    limits.setHeight(0);
    if (!star) {
      distinct = tokens.accept(Token.DISTINCT);
      if (!distinct) {
        tokens.accept(Token.ALL);
      }
      arguments =
          tokens.at(Token.ORDER) ? List.of() : grammar.expressions.expressionsUpToParenthesis();
      int height = limits.height();
      orderBy = grammar.selects.orderBy();
      limits.setHeight(Math.max(height, limits.height()));
    }
    tokens.expect(Token.RIGHT_PARENTHESIS);
    limits.node(limits.height());
    int height = limits.height();
    Optional<Expr> filter = filter();
    Optional<Window> over = over();
    limits.setHeight(height);
    return new Expr.FunctionCall(
        name,
        distinct,
        star,
        arguments,
        orderBy,
        filter,
        over,
        tokens.spanFrom(name.span().start()));
  }

  private Optional<Expr> filter() {
    if (!tokens.accept(Token.FILTER)) {
      return Optional.empty();
    }
    tokens.expect(Token.LEFT_PARENTHESIS);
    tokens.expect(Token.WHERE);
    Expr condition = grammar.expressions.expression();
    tokens.expect(Token.RIGHT_PARENTHESIS);
    return Optional.of(condition);
  }

  private Optional<Window> over() {
    if (!tokens.accept(Token.OVER)) {
      return Optional.empty();
    }
    return Optional.of(
        tokens.at(Token.LEFT_PARENTHESIS)
            ? definition()
            : new Window.Named(grammar.names.name("a window name or \"(\"")));
  }

  /** A window definition in parentheses. */
  Window.Definition definition() {
    int start = tokens.start();
    tokens.expect(Token.LEFT_PARENTHESIS);
    Optional<Name> base = Optional.empty();
    if (!tokens.at(Token.PARTITION) && !atFrame() && tokens.kind().isName()) {
      base = Optional.of(tokens.takeName());
    }
    List<Expr> partitionBy = List.of();
    if (tokens.accept(Token.PARTITION)) {
      tokens.expect(Token.BY);
      partitionBy = grammar.expressions.expressions();
    }
    List<OrderingTerm> orderBy = grammar.selects.orderBy();
    Optional<Window.Frame> frame = atFrame() ? Optional.of(frame()) : Optional.empty();
    tokens.expect(Token.RIGHT_PARENTHESIS);
    return new Window.Definition(base, partitionBy, orderBy, frame, tokens.spanFrom(start));
  }

  private boolean atFrame() {
    return tokens.at(Token.ROWS) || tokens.at(Token.RANGE) || tokens.at(Token.GROUPS);
  }

  private Window.Frame frame() {
    Window.Frame.Unit unit =
        switch (tokens.kind()) {
          case ROWS -> Window.Frame.Unit.ROWS;
          case RANGE -> Window.Frame.Unit.RANGE;
          default -> Window.Frame.Unit.GROUPS;
        };
    tokens.advance();
    Window.Bound start;
    Window.Bound end;
    if (tokens.accept(Token.BETWEEN)) {
      start = bound(Token.PRECEDING);
      tokens.expect(Token.AND);
      end = bound(Token.FOLLOWING);
    } else {
      start = bound(Token.PRECEDING);
      end = new Window.Bound.CurrentRow();
    }
    return new Window.Frame(unit, start, end, exclude());
  }

  /**
   * A bound.
   *
   * @param unboundedSide the word that may follow UNBOUNDED at this end of the frame
   */
  private Window.Bound bound(Token unboundedSide) {
    if (tokens.accept(Token.UNBOUNDED)) {
      tokens.expect(unboundedSide);
      return unboundedSide == Token.PRECEDING
          ? new Window.Bound.UnboundedPreceding()
          : new Window.Bound.UnboundedFollowing();
    }
    if (tokens.accept(Token.CURRENT)) {
      tokens.expect(Token.ROW);
      return new Window.Bound.CurrentRow();
    }
    Expr distance = grammar.expressions.expression();
    if (tokens.accept(Token.PRECEDING)) {
      return new Window.Bound.Preceding(distance);
    }
    if (tokens.accept(Token.FOLLOWING)) {
      return new Window.Bound.Following(distance);
    }
    throw tokens.unexpected("PRECEDING or FOLLOWING");
  }

  private Window.Frame.Exclude exclude() {
    if (!tokens.accept(Token.EXCLUDE)) {
      return Window.Frame.Exclude.NO_OTHERS;
    }
    if (tokens.accept(Token.NO)) {
      tokens.expect(Token.OTHERS);
      return Window.Frame.Exclude.NO_OTHERS;
    }
    if (tokens.accept(Token.CURRENT)) {
      tokens.expect(Token.ROW);
      return Window.Frame.Exclude.CURRENT_ROW;
    }
    if (tokens.accept(Token.GROUP)) {
      return Window.Frame.Exclude.GROUP;
    }
    if (tokens.accept(Token.TIES)) {
      return Window.Frame.Exclude.TIES;
    }
    throw tokens.unexpected("NO OTHERS, CURRENT ROW, GROUP or TIES");
  }
}
