package org.braiddb.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.Limit;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.SelectCore;
import org.braiddb.sql.ast.Window;
import org.braiddb.sql.ast.With;

/** Reads queries and the clauses that other statements share with them. */
final class SelectParser {
  /** The greatest number of cores in one query, as in SQLite. */
  private static final int MAX_CORES = 500;

  private final Grammar grammar;
  private final TokenStream tokens;
  private final TreeLimits limits;

  SelectParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
    this.limits = grammar.limits;
  }

  /** A query, WITH clause included; the height left behind is that of its highest expression. */
  Select select() {
    int start = tokens.start();
    limits.enter(TreeLimits.QUERY_WEIGHT);
    Optional<With> with = with();
    Select select = select(with, start);
    limits.leave(TreeLimits.QUERY_WEIGHT);
    return select;
  }

  /** The rest of a query whose WITH clause, begun at {@code start}, has been read. */
  Select select(Optional<With> with, int start) {
    SelectCore first = core();
    int height = limits.height();
    List<Select.Compound> compounds = new ArrayList<>();
    List<OrderingTerm> orderBy = List.of();
    Optional<Limit> limit = Optional.empty();
    SelectCore last = first;
    while (true) {
      if (last instanceof SelectCore.Query) {
        orderBy = orderBy();
        height = Math.max(height, limits.height());
        limit = limit();
        height = Math.max(height, limits.height());
      }
      Optional<Select.Compound.Operator> operator = compoundOperator(orderBy, limit);
      if (operator.isEmpty()) {
        break;
      }
      last = core();
      height = Math.max(height, limits.height());
      compounds.add(new Select.Compound(operator.get(), last));
      if (compounds.size() >= MAX_CORES) {
        throw tokens.error("too many terms in compound SELECT", "");
      }
    }
    limits.setHeight(height);
    return new Select(with, first, compounds, orderBy, limit, tokens.spanFrom(start));
  }

  private Optional<Select.Compound.Operator> compoundOperator(
      List<OrderingTerm> orderBy, Optional<Limit> limit) {
    int offset = tokens.start();
    Select.Compound.Operator operator;
    if (tokens.accept(Token.UNION)) {
      operator =
          tokens.accept(Token.ALL)
              ? Select.Compound.Operator.UNION_ALL
              : Select.Compound.Operator.UNION;
    } else if (tokens.accept(Token.INTERSECT)) {
      operator = Select.Compound.Operator.INTERSECT;
    } else if (tokens.accept(Token.EXCEPT)) {
      operator = Select.Compound.Operator.EXCEPT;
    } else {
      return Optional.empty();
    }
    if (!orderBy.isEmpty() || limit.isPresent()) {
      String clause = orderBy.isEmpty() ? "LIMIT" : "ORDER BY";
      throw tokens.errorAt(
          offset, clause + " clause should come after " + operator.sql() + " not before", "");
    }
    return Optional.of(operator);
  }

  private SelectCore core() {
    int start = tokens.start();
    if (tokens.accept(Token.VALUES)) {
      return values(start);
    }
    if (!tokens.at(Token.SELECT)) {
      throw tokens.unexpected("SELECT or VALUES");
    }
    tokens.advance();
    return query(start);
  }

  private SelectCore values(int start) {
    List<List<Expr>> rows = new ArrayList<>();
    int height = 0;
    do {
      tokens.expect(Token.LEFT_PARENTHESIS);
      rows.add(List.copyOf(grammar.expressions.expressions()));
      height = Math.max(height, limits.height());
      tokens.expect(Token.RIGHT_PARENTHESIS);
    } while (tokens.accept(Token.COMMA));
    limits.setHeight(height);
    return new SelectCore.Values(rows, tokens.spanFrom(start));
  }

  private SelectCore query(int start) {
    SelectCore.Quantifier quantifier = SelectCore.Quantifier.UNSPECIFIED;
    if (tokens.accept(Token.DISTINCT)) {
      quantifier = SelectCore.Quantifier.DISTINCT;
    } else if (tokens.accept(Token.ALL)) {
      quantifier = SelectCore.Quantifier.ALL;
    }
    List<ResultColumn> columns = resultColumns();
    int height = limits.height();
    Optional<From> from = from();
    Optional<Expr> where = where();
    height = Math.max(height, limits.height());
    List<Expr> groupBy = groupBy();
    height = Math.max(height, limits.height());
    Optional<Expr> having = optionalExpression(Token.HAVING);
    height = Math.max(height, limits.height());
    List<SelectCore.NamedWindow> windows = windows();
    limits.setHeight(height);
    return new SelectCore.Query(
        quantifier, columns, from, where, groupBy, having, windows, tokens.spanFrom(start));
  }

  /** The result list of SELECT or RETURNING. */
  List<ResultColumn> resultColumns() {
    List<ResultColumn> columns = new ArrayList<>();
    int height = 0;
    do {
      columns.add(resultColumn());
      height = Math.max(height, limits.height());
    } while (tokens.accept(Token.COMMA));
    limits.setHeight(height);
    return columns;
  }

  private ResultColumn resultColumn() {
    int start = tokens.start();
    limits.setHeight(1);
    if (tokens.accept(Token.STAR)) {
      return new ResultColumn.Star(tokens.spanFrom(start));
    }
    if (atNameInExpression() && tokens.peek() == Token.DOT && tokens.starFollowsDot()) {
      Name table = tokens.takeName();
      tokens.expect(Token.DOT);
      tokens.expect(Token.STAR);
      return new ResultColumn.TableStar(table, tokens.spanFrom(start));
    }
    Expr value = grammar.expressions.expression();
    // As in SQLite the name that is made of it takes in a comment behind it.
    return new ResultColumn.Value(
        value, tokens.spanToCurrent(start), grammar.names.optionalAlias());
  }

  /** Words that begin an expression of their own are no names there. */
  private boolean atNameInExpression() {
    return switch (tokens.kind()) {
      case CAST, RAISE, CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP -> false;
      default -> tokens.kind().isName();
    };
  }

  private Optional<From> from() {
    return tokens.accept(Token.FROM) ? Optional.of(grammar.froms.from()) : Optional.empty();
  }

  /** WHERE or nothing. */
  Optional<Expr> where() {
    return optionalExpression(Token.WHERE);
  }

  /** {@code keyword} and an expression, or nothing. */
  Optional<Expr> optionalExpression(Token keyword) {
    if (tokens.accept(keyword)) {
      return Optional.of(grammar.expressions.expression());
    }
    limits.setHeight(0);
    return Optional.empty();
  }

  private List<Expr> groupBy() {
    if (!tokens.accept(Token.GROUP)) {
      limits.setHeight(0);
      return List.of();
    }
    tokens.expect(Token.BY);
    return grammar.expressions.expressions();
  }

  private List<SelectCore.NamedWindow> windows() {
    if (!tokens.accept(Token.WINDOW)) {
      return List.of();
    }
    List<SelectCore.NamedWindow> windows = new ArrayList<>();
    do {
      Name name = grammar.names.name("a window name");
      tokens.expect(Token.AS);
      Window.Definition definition = grammar.functionCalls.definition();
      windows.add(new SelectCore.NamedWindow(name, definition));
    } while (tokens.accept(Token.COMMA));
    return windows;
  }

  /** ORDER BY or nothing. */
  List<OrderingTerm> orderBy() {
    if (!tokens.accept(Token.ORDER)) {
      limits.setHeight(0);
      return List.of();
    }
    tokens.expect(Token.BY);
    return orderingTerms();
  }

  /** One or more expressions, each perhaps with ASC or DESC and NULLS FIRST or LAST. */
  List<OrderingTerm> orderingTerms() {
    List<OrderingTerm> terms = new ArrayList<>();
    int height = 0;
    do {
      int start = tokens.start();
      Expr value = grammar.expressions.expression();
      height = Math.max(height, limits.height());
      OrderingTerm.Direction direction = direction();
      OrderingTerm.Nulls nulls = nulls();
      terms.add(new OrderingTerm(value, direction, nulls, tokens.spanFrom(start)));
    } while (tokens.accept(Token.COMMA));
    limits.setHeight(height);
    return terms;
  }

  /** ASC, DESC or nothing. */
  OrderingTerm.Direction direction() {
    if (tokens.accept(Token.ASC)) {
      return OrderingTerm.Direction.ASCENDING;
    }
    return tokens.accept(Token.DESC)
        ? OrderingTerm.Direction.DESCENDING
        : OrderingTerm.Direction.UNSPECIFIED;
  }

  private OrderingTerm.Nulls nulls() {
    if (!tokens.accept(Token.NULLS)) {
      return OrderingTerm.Nulls.UNSPECIFIED;
    }
    if (tokens.accept(Token.FIRST)) {
      return OrderingTerm.Nulls.FIRST;
    }
    if (tokens.accept(Token.LAST)) {
      return OrderingTerm.Nulls.LAST;
    }
    throw tokens.unexpected("FIRST or LAST");
  }

  /** LIMIT or nothing. */
  Optional<Limit> limit() {
    if (!tokens.accept(Token.LIMIT)) {
      limits.setHeight(0);
      return Optional.empty();
    }
    Expr first = grammar.expressions.expression();
    int height = limits.height();
    boolean offsetFirst = tokens.at(Token.COMMA);
    Limit limit;
    if (offsetFirst || tokens.at(Token.OFFSET)) {
      tokens.advance();
      Expr second = grammar.expressions.expression();
      height = Math.max(height, limits.height());
      limit =
          offsetFirst
              ? new Limit(second, Optional.of(first))
              : new Limit(first, Optional.of(second));
    } else {
      limit = new Limit(first, Optional.empty());
    }
    limits.setHeight(height);
    return Optional.of(limit);
  }

  /** WITH or nothing. */
  Optional<With> with() {
    if (!tokens.accept(Token.WITH)) {
      return Optional.empty();
    }
    boolean recursive = tokens.accept(Token.RECURSIVE);
    List<With.CommonTable> tables = new ArrayList<>();
    do {
      With.CommonTable table = commonTable();
      requireUnused(table.name(), tables);
      tables.add(table);
    } while (tokens.accept(Token.COMMA));
    return Optional.of(new With(recursive, tables));
  }

  private void requireUnused(Name name, List<With.CommonTable> tables) {
    if (tables.stream().anyMatch(table -> name.is(table.name()))) {
      throw tokens.errorAt(name.span().start(), "duplicate WITH table name: " + name.text(), "");
    }
  }

  private With.CommonTable commonTable() {
    int start = tokens.start();
    Name name = grammar.names.name("a table name");
    List<Name> columns = grammar.names.optionalIndexNames();
    tokens.expect(Token.AS);
    Optional<Boolean> materialized = Optional.empty();
    if (tokens.accept(Token.NOT)) {
      tokens.expect(Token.MATERIALIZED);
      materialized = Optional.of(false);
    } else if (tokens.accept(Token.MATERIALIZED)) {
      materialized = Optional.of(true);
    }
    tokens.expect(Token.LEFT_PARENTHESIS);
    Select query = select();
    tokens.expect(Token.RIGHT_PARENTHESIS);
    return new With.CommonTable(name, columns, materialized, query, tokens.spanFrom(start));
  }
}
