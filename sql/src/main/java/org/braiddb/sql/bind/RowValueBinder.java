package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.error.StatementException;

/** Binds the operators whose operands may be row values: comparisons, BETWEEN and IN. */
final class RowValueBinder {
  private final ExpressionBinder binder;

  RowValueBinder(ExpressionBinder binder) {
    this.binder = binder;
  }

  /** The values of a row value or of a query in parentheses; of anything else, just itself. */
  List<BoundExpr> valuesOf(Expr expr) {
    if (expr instanceof Expr.Row row) {
      return binder.bindAll(row.values());
    }
    if (expr instanceof Expr.Subquery subquery) {
      BoundQuery query = binder.firstRow(subquery.query());
      List<BoundExpr> values = new ArrayList<>();
      for (int i = 0; i < query.columns().size(); i++) {
        values.add(new BoundExpr.ScalarQuery(query, i));
      }
      return values;
    }
    return List.of(binder.bind(expr));
  }

  /** The values of an assignment, one for each of its columns. */
  List<BoundExpr> assigned(Assignment assignment) {
    Expr value = assignment.value();
    if (!assignment.parenthesized()) {
      return List.of(binder.bind(value));
    }
    List<BoundExpr> values = valuesOf(value);
    if (binder.environment().runs()) {
      assignment
          .sizeMismatch(values.size())
          .ifPresent(problem -> {
            throw new StatementException(problem, value.span().start());
          });
    }
    return values;
  }

  BoundExpr equal(Expr left, Expr right) {
    return comparison(ComparisonOperator.EQUAL, valuesOf(left), valuesOf(right), right);
  }

  BoundExpr comparison(ComparisonOperator operator, Expr.Binary binary) {
    List<BoundExpr> left = valuesOf(binary.left());
    List<BoundExpr> right = valuesOf(binary.right());
    return comparison(operator, left, right, binary);
  }

  private BoundExpr comparison(
      ComparisonOperator operator, List<BoundExpr> left, List<BoundExpr> right, Expr at) {
    if (left.size() != right.size()) {
      throw sizeMismatch(left, right, at);
    }
    if (left.size() == 1) {
      return compare(operator, left.getFirst(), right.getFirst());
    }
    List<ComparisonRule> rules = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      rules.add(ComparisonRules.comparison(left.get(i), right.get(i)));
    }
    return new BoundExpr.RowComparison(operator, left, right, rules);
  }

  private StatementException sizeMismatch(List<BoundExpr> left, List<BoundExpr> right, Expr at) {
    if (!binder.environment().runs()) {
      return new StatementException("row value misused", at.span().start());
    }
    BoundExpr lone = left.size() == 1 ? left.getFirst() : right.getFirst();
    if (left.size() > 1 && right.size() > 1 || lone instanceof BoundExpr.ScalarQuery) {
      List<BoundExpr> query = right.getFirst() instanceof BoundExpr.ScalarQuery ? right : left;
      if (query.getFirst() instanceof BoundExpr.ScalarQuery) {
        int expected = query == right ? left.size() : right.size();
        return new StatementException(
            "sub-select returns " + query.size() + " columns - expected " + expected,
            at.span().start());
      }
    }
    return new StatementException("row value misused", at.span().start());
  }

  private static BoundExpr compare(ComparisonOperator operator, BoundExpr left, BoundExpr right) {
    return new BoundExpr.Comparison(operator, left, right, ComparisonRules.comparison(left, right));
  }

  BoundExpr between(Expr.Between between) {
    List<BoundExpr> value = valuesOf(between.value());
    List<BoundExpr> low = valuesOf(between.low());
    List<BoundExpr> high = valuesOf(between.high());
    if (value.size() == 1 && low.size() == 1 && high.size() == 1) {
      BoundExpr v = value.getFirst();
      return new BoundExpr.Between(
          between.negated(),
          v,
          low.getFirst(),
          high.getFirst(),
          ComparisonRules.comparison(v, low.getFirst()),
          ComparisonRules.comparison(v, high.getFirst()));
    }
    BoundExpr both =
        new BoundExpr.And(
            List.of(
                comparison(ComparisonOperator.GREATER_OR_EQUAL, value, low, between),
                comparison(ComparisonOperator.LESS_OR_EQUAL, value, high, between)));
    return between.negated() ? new BoundExpr.Not(both) : both;
  }

  /** The value is not looked at, whatever it names, but where a function is called in it. */
  private BoundExpr inNothing(Expr.InList in) {
    BoundExpr answer = new BoundExpr.Constant(ConstantValue.ofInteger(in.negated() ? 1 : 0));
    if (!ObviouslyFalse.calls(in.value())) {
      return answer;
    }
    List<BoundExpr> operands = new ArrayList<>(List.of(answer));
    operands.addAll(valuesOf(in.value()));
    return in.negated() ? new BoundExpr.Or(operands) : new BoundExpr.And(operands);
  }

  BoundExpr inList(Expr.InList in) {
    if (in.list().isEmpty()) {
      return inNothing(in);
    }
    if (!(in.value() instanceof Expr.Row row)) {
      BoundExpr value = binder.bind(in.value());
      return new BoundExpr.InList(
          in.negated(), value, binder.bindAll(in.list()), ComparisonRules.inList(value));
    }
    List<BoundExpr> values = binder.bindAll(row.values());
    List<BoundExpr> matches = new ArrayList<>();
    for (Expr element : in.list()) {
      matches.add(comparison(ComparisonOperator.EQUAL, values, valuesOf(element), in));
    }
    BoundExpr any =
        switch (matches.size()) {
          case 1 -> matches.getFirst();
          default -> new BoundExpr.Or(matches);
        };
    return in.negated() ? new BoundExpr.Not(any) : any;
  }
}
