package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.value.Affinity;

/**
 * Finds what a table-valued function is called with: the arguments in its parentheses, then
 * conditions "hidden column = value" and "hidden column IN (values)". All of them must be known
 * when it is called; until the sources they need are on a row, calling it is impossible.
 */
final class FunctionAccess {
  /** The cost of what cannot be done. */
  static final double IMPOSSIBLE = 1e100;

  private static final double ROWS = 20;

  private final BoundSource.Function source;
  private final List<Term> terms;
  private final SourceSet own;

  /**
   * @param terms the conditions that involve the function
   * @param own all sources of the present query
   */
  FunctionAccess(BoundSource.Function source, List<Term> terms, SourceSet own) {
    this.source = source;
    this.terms = terms;
    this.own = own;
  }

  Choice choose(SourceSet bound) {
    List<Optional<Access.Key>> arguments = new ArrayList<>();
    List<Term> used = new ArrayList<>();
    boolean possible = true;
    for (int parameter = 0; parameter < source.function().parameters().size(); parameter++) {
      if (parameter < source.arguments().size()) {
        BoundExpr value = source.arguments().get(parameter);
        possible &= isKnown(value, bound);
        arguments.add(Optional.of(key(value)));
        continue;
      }
      Optional<Access.Key> argument = Optional.empty();
      for (Term term : terms) {
        Optional<Access.Key> asked = asked(term.expr(), parameter);
        if (asked.isPresent() && argument.isEmpty()) {
          argument = asked;
          used.add(term);
          possible &= term.decidable(bound, SourceSet.of(source.id()));
        }
      }
      arguments.add(argument);
    }
    return new Choice(
        new Access.Function(source, arguments), used, 0, possible ? ROWS : IMPOSSIBLE, ROWS);
  }

  private static Access.Key key(BoundExpr value) {
    return new Access.Key.Value(value, Affinity.BLOB, true);
  }

  private boolean isKnown(BoundExpr value, SourceSet bound) {
    return bound.containsAll(SourceUse.of(value).and(own));
  }

  /** What a condition says that a parameter is. */
  private Optional<Access.Key> asked(BoundExpr condition, int parameter) {
    return switch (condition) {
      case BoundExpr.Comparison c
          when c.operator() == ComparisonOperator.EQUAL
              && isParameter(c.left(), parameter)
              && !usesSource(c.right()) ->
          Optional.of(key(c.right()));
      case BoundExpr.Comparison c
          when c.operator() == ComparisonOperator.EQUAL
              && isParameter(c.right(), parameter)
              && !usesSource(c.left()) ->
          Optional.of(key(c.left()));
      case BoundExpr.InList in
          when !in.negated()
              && isParameter(in.value(), parameter)
              && in.list().stream().noneMatch(this::usesSource) ->
          Optional.of(new Access.Key.In(in, 0));
      case BoundExpr.InQuery in
          when !in.negated()
              && in.values().size() == 1
              && isParameter(in.values().getFirst(), parameter)
              && !SourceUse.outer(in.query()).contains(source.id()) ->
          Optional.of(new Access.Key.In(in, 0));
      default -> Optional.empty();
    };
  }

  private boolean isParameter(BoundExpr expr, int parameter) {
    return expr instanceof BoundExpr.Column column
        && column.source() == source.id()
        && source.parameterOf(column.column()) == parameter;
  }

  private boolean usesSource(BoundExpr expr) {
    return SourceUse.of(expr).contains(source.id());
  }
}
