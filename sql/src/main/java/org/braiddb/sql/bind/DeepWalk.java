package org.braiddb.sql.bind;

import java.util.function.Predicate;

/** Visits the nodes of an expression, those of its subqueries included, parents first. */
public final class DeepWalk {
  private final Predicate<BoundExpr> visitor;

  private DeepWalk(Predicate<BoundExpr> visitor) {
    this.visitor = visitor;
  }

  /**
   * Visits an expression.
   *
   * @param visitor says whether what is below a node is visited too
   */
  public static void of(BoundExpr expr, Predicate<BoundExpr> visitor) {
    new DeepWalk(visitor).expr(expr);
  }

  /** Visits all expressions of a query. */
  public static void of(BoundQuery query, Predicate<BoundExpr> visitor) {
    new DeepWalk(visitor).query(query);
  }

  private void expr(BoundExpr expr) {
    if (!visitor.test(expr)) {
      return;
    }
    switch (expr) {
      case BoundExpr.ScalarQuery scalar -> query(scalar.query());
      case BoundExpr.Exists exists -> query(exists.query());
      case BoundExpr.InQuery in -> {
        in.values().forEach(this::expr);
        query(in.query());
      }
      default -> BoundChildren.of(expr).forEach(this::expr);
    }
  }

  private void query(BoundQuery query) {
    body(query.body());
    query.orderBy().forEach(term -> expr(term.value()));
    query.limit().ifPresent(this::expr);
    query.offset().ifPresent(this::expr);
  }

  private void body(BoundQuery.Body body) {
    switch (body) {
      case BoundQuery.Core core -> {
        core.from().ifPresent(this::tree);
        core.where().ifPresent(this::expr);
        core.groupBy().forEach(this::expr);
        core.having().ifPresent(this::expr);
        core.outputs().forEach(this::expr);
      }
      case BoundQuery.Values values -> values.rows().forEach(row -> row.forEach(this::expr));
      case BoundQuery.Combined combined -> {
        body(combined.left());
        body(combined.right());
      }
      case BoundQuery.Recursive recursive -> {
        body(recursive.start());
        recursive.steps().forEach(this::body);
      }
    }
  }

  private void tree(JoinTree tree) {
    switch (tree) {
      case JoinTree.Leaf leaf -> {
        if (leaf.source() instanceof BoundSource.Query query) {
          query(query.query());
        } else if (leaf.source() instanceof BoundSource.Function function) {
          function.arguments().forEach(this::expr);
        }
      }
      case JoinTree.Join join -> {
        tree(join.left());
        tree(join.right());
        join.condition().ifPresent(this::expr);
      }
    }
  }
}
