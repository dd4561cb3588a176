package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.UnaryOperator;
import org.braiddb.sql.catalog.ColumnLimit;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;

/**
 * Binds ORDER BY and GROUP BY, whose terms may be numbers or aliases of result columns. Source:
 * SQLite, "SELECT", section 3.
 */
final class OrderBinder {
  /** The largest number of a column that SQLite can write down. */
  private static final int LARGEST_NUMBER = 0xffff;

  private final BindEnvironment environment;

  OrderBinder(BindEnvironment environment) {
    this.environment = environment;
  }

  /** A result column as ORDER BY sees it. */
  record Result(Optional<String> alias, BoundExpr value, OutputColumn column) {}

  /** A term with its own collation. */
  static SortTerm term(OrderingTerm term, BoundExpr value) {
    return term(term, value, ComparisonRules.collation(value).orElse(Collations.BINARY));
  }

  static SortTerm term(OrderingTerm term, BoundExpr value, Collation collation) {
    boolean descending = term.direction() == OrderingTerm.Direction.DESCENDING;
    boolean nullsFirst =
        switch (term.nulls()) {
          case FIRST -> true;
          case LAST -> false;
          case UNSPECIFIED -> !descending;
        };
    return new SortTerm(value, collation, descending, nullsFirst);
  }

  /** ORDER BY of a single SELECT. */
  List<SortTerm> orderBy(List<OrderingTerm> terms, List<Result> results, ExpressionBinder binder) {
    ColumnLimit.check(terms.size(), "too many terms in ORDER BY clause");
    List<SortTerm> bound = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      OrderingTerm term = terms.get(i);
      if (isUnimportant(term.value(), binder)) {
        continue;
      }
      int column = resultColumn(term.value(), results, i + 1, "ORDER", true);
      if (column >= 0) {
        Collation collation =
            explicit(term.value())
                .or(() -> ComparisonRules.collation(results.get(column).value()))
                .orElse(Collations.BINARY);
        bound.add(term(term, new BoundExpr.Output(column), collation));
      } else {
        bound.add(expressionTerm(term, results, binder));
      }
    }
    return bound;
  }

  private static SortTerm expressionTerm(
      OrderingTerm term, List<Result> results, ExpressionBinder binder) {
    BoundExpr value = binder.bind(term.value());
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).value().equals(value)) {
        Collation collation = ComparisonRules.collation(value).orElse(Collations.BINARY);
        return term(term, new BoundExpr.Output(i), collation);
      }
    }
    return term(term, value);
  }

  /**
   * Whether it is a number that a column may have, and only names are looked at: then nobody minds
   * how many columns there are.
   */
  private static boolean isUnimportant(Expr term, ExpressionBinder binder) {
    if (!binder.environment().onlyNames()) {
      return false;
    }
    OptionalInt number = integer(withoutCollation(term));
    return number.isPresent() && number.getAsInt() >= 1 && number.getAsInt() <= LARGEST_NUMBER;
  }

  /** GROUP BY. */
  List<BoundExpr> groupBy(List<Expr> terms, List<Result> results, ExpressionBinder binder) {
    ColumnLimit.check(terms.size(), "too many terms in GROUP BY clause");
    List<BoundExpr> bound = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      Expr term = terms.get(i);
      if (isUnimportant(term, binder)) {
        continue;
      }
      int column = resultColumn(term, results, i + 1, "GROUP", false);
      BoundExpr value = column >= 0 ? results.get(column).value() : binder.bind(term);
      if (Aggregates.ownedBy(binder.scope().core(), value)) {
        throw new StatementException(
            "aggregate functions are not allowed in the GROUP BY clause", term.span().start());
      }
      Optional<Collation> collation = column >= 0 ? explicit(term) : Optional.empty();
      bound.add(collation.<BoundExpr>map(c -> new BoundExpr.Collated(value, c)).orElse(value));
    }
    return bound;
  }

  /** ORDER BY of a compound: every term must be a result column of one of the parts. */
  List<SortTerm> compoundOrderBy(List<OrderingTerm> terms, List<BoundCore> cores) {
    ColumnLimit.check(terms.size(), "too many terms in ORDER BY clause");
    List<SortTerm> bound = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      OrderingTerm term = terms.get(i);
      int column = compoundColumn(term, i + 1, cores);
      Collation collation =
          explicit(term.value()).orElseGet(() -> CompoundBinder.collation(cores, column));
      bound.add(term(term, new BoundExpr.Output(column), collation));
    }
    return bound;
  }

  private int compoundColumn(OrderingTerm term, int position, List<BoundCore> cores) {
    for (BoundCore core : cores) {
      int column = resultColumn(term.value(), core.results(), position, "ORDER", true);
      if (column >= 0) {
        return column;
      }
      Optional<BoundExpr> value = core.tryBind(withoutCollation(term.value()));
      for (int i = 0; value.isPresent() && i < core.results().size(); i++) {
        if (withoutCollation(core.results().get(i).value()).equals(value.get())) {
          return i;
        }
      }
    }
    throw new StatementException(
        ordinal(position) + " ORDER BY term does not match any column in the result set",
        term.span().start());
  }

  /** The place of the result column that a term names by number or alias; -1 if it does not. */
  private static int resultColumn(
      Expr term, List<Result> results, int position, String clause, boolean byAlias) {
    Expr bare = withoutCollation(term);
    OptionalInt number = integer(bare);
    if (number.isPresent()) {
      if (number.getAsInt() < 1 || number.getAsInt() > results.size()) {
        throw new StatementException(
            ordinal(position)
                + " "
                + clause
                + " BY term out of range - should be between 1 and "
                + results.size(),
            term.span().start());
      }
      return number.getAsInt() - 1;
    }
    if (byAlias && bare instanceof Expr.Column column && column.table().isEmpty()) {
      for (int i = 0; i < results.size(); i++) {
        Optional<String> alias = results.get(i).alias();
        if (alias.isPresent() && column.name().is(alias.get())) {
          return i;
        }
      }
    }
    return -1;
  }

  static Expr withoutCollation(Expr expr) {
    Expr bare = expr;
    while (bare instanceof Expr.Collate collate) {
      bare = collate.operand();
    }
    return bare;
  }

  private static BoundExpr withoutCollation(BoundExpr expr) {
    BoundExpr bare = expr;
    while (bare instanceof BoundExpr.Collated collated) {
      bare = collated.operand();
    }
    return bare;
  }

  private Optional<Collation> explicit(Expr expr) {
    return expr instanceof Expr.Collate collate
        ? Optional.of(environment.collation(collate.collation().text()))
        : Optional.empty();
  }

  /** The number that a literal is; larger ones are constants like any other. */
  private static OptionalInt integer(Expr expr) {
    if (expr instanceof Expr.IntegerLiteral literal) {
      boolean fits = literal.value() == (int) literal.value();
      return fits ? OptionalInt.of((int) literal.value()) : OptionalInt.empty();
    }
    if (expr instanceof Expr.Unary unary) {
      if (unary.operator() == UnaryOperator.NEGATE) {
        OptionalInt operand = integer(unary.operand());
        return operand.isPresent() ? OptionalInt.of(-operand.getAsInt()) : operand;
      }
      if (unary.operator() == UnaryOperator.PLUS) {
        return integer(unary.operand());
      }
    }
    return OptionalInt.empty();
  }

  static String ordinal(int number) {
    int lastTwo = number % 100;
    String suffix =
        lastTwo >= 11 && lastTwo <= 13
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + suffix;
  }
}
