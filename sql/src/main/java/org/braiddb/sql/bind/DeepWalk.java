package org.braiddb.sql.bind;

import java.util.List;
import java.util.function.Predicate;

/**
 * Visits the expressions and sources of an expression or a query, those of its subqueries included,
 * parents first. Subclasses say what they look at.
 */
public abstract class DeepWalk implements Predicate<BoundExpr> {
  /** For subclasses. */
  protected DeepWalk() {}

  /** Visits a node; whether what is below it is visited too. */
  protected boolean visit(BoundExpr expr) {
    assert expr != null;
    return true;
  }

  /** Visits a source in FROM; whether what is inside it is visited too. */
  protected boolean visit(BoundSource source) {
    assert source != null;
    return true;
  }

  /** Visits a recursive query, before what is in it. */
  protected void visit(BoundQuery.Recursive recursive) {
    assert recursive != null;
  }

  /**
   * Visits the nodes of an expression.
   *
   * @param visitor says whether what is below a node is visited too
   */
  public static void of(BoundExpr expr, Predicate<BoundExpr> visitor) {
    new Visiting(visitor).expr(expr);
  }

  /** Visits all expressions of a query. */
  public static void of(BoundQuery query, Predicate<BoundExpr> visitor) {
    new Visiting(visitor).query(query);
  }

  private static final class Visiting extends DeepWalk {
    private final Predicate<BoundExpr> visitor;

    Visiting(Predicate<BoundExpr> visitor) {
      this.visitor = visitor;
    }

    @Override
    protected boolean visit(BoundExpr expr) {
      return visitor.test(expr);
    }
  }

  /** Walks on: as the visitor of operands, it stops at none of them. */
  @Override
  public final boolean test(BoundExpr expr) {
    expr(expr);
    return false;
  }

  /** Walks through an expression. */
  public final void expr(BoundExpr expr) {
    if (!visit(expr) || BoundChildren.isLeaf(expr)) {
      return;
    }
    BoundChildren.any(expr, this);
    BoundQuery query = BoundChildren.query(expr);
    if (query != null) {
      query(query);
    }
  }

  /** Walks through a query. */
  public final void query(BoundQuery query) {
    body(query.body());
    for (SortTerm term : query.orderBy()) {
      expr(term.value());
    }
    if (query.limit().isPresent()) {
      expr(query.limit().get());
    }
    if (query.offset().isPresent()) {
      expr(query.offset().get());
    }
  }

  private void body(BoundQuery.Body body) {
    switch (body) {
      case BoundQuery.Core core -> core(core);
      case BoundQuery.Values values -> values.rows().forEach(this::exprs);
      case BoundQuery.Combined combined -> {
        body(combined.left());
        body(combined.right());
      }
      case BoundQuery.Recursive recursive -> {
        visit(recursive);
        body(recursive.start());
        recursive.steps().forEach(this::body);
      }
    }
  }

  /** Walks through a SELECT. */
  public final void core(BoundQuery.Core core) {
    if (core.from().isPresent()) {
      tree(core.from().get());
    }
    if (core.where().isPresent()) {
      expr(core.where().get());
    }
    exprs(core.groupBy());
    if (core.having().isPresent()) {
      expr(core.having().get());
    }
    exprs(core.outputs());
  }

  private void exprs(List<BoundExpr> exprs) {
    for (int i = 0; i < exprs.size(); i++) {
      expr(exprs.get(i));
    }
  }

  private void tree(JoinTree tree) {
    switch (tree) {
      case JoinTree.Leaf leaf -> {
        if (!visit(leaf.source())) {
          return;
        }
        if (leaf.source() instanceof BoundSource.Query query) {
          query(query.query());
        } else if (leaf.source() instanceof BoundSource.Function function) {
          exprs(function.arguments());
        }
      }
      case JoinTree.Join join -> {
        tree(join.left());
        tree(join.right());
        if (join.condition().isPresent()) {
          expr(join.condition().get());
        }
      }
    }
  }
}
