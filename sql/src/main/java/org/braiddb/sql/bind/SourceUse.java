package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the sources whose columns expressions and queries use, in their subqueries too. */
public final class SourceUse extends DeepWalk {
  private final SourceSet.Collector used = new SourceSet.Collector();
  private final SourceSet.Collector defined = new SourceSet.Collector();

  /** The recursive queries whose rows are read, and those that are inside. */
  private final Set<Integer> recursions = new HashSet<>(0);

  private final Set<Integer> definedRecursions = new HashSet<>(0);

  private SourceUse() {}

  @Override
  protected boolean visit(BoundExpr expr) {
    if (expr instanceof BoundExpr.Column column) {
      used.add(column.source());
    }
    return true;
  }

  @Override
  protected boolean visit(BoundSource source) {
    defined.add(source.id());
    if (source instanceof BoundSource.Recursion recursion) {
      recursions.add(recursion.recursion());
    }
    return true;
  }

  @Override
  protected void visit(BoundQuery.Recursive recursive) {
    definedRecursions.add(recursive.number());
  }

  /** The sources whose columns the expression uses. */
  public static SourceSet of(BoundExpr expr) {
    if (expr instanceof BoundExpr.Column column) {
      return SourceSet.of(column.source());
    }
    if (expr instanceof BoundExpr.Constant) {
      return SourceSet.EMPTY;
    }
    if (expr instanceof BoundExpr.Comparison(_, BoundExpr left, BoundExpr.Constant _, _)
        && left instanceof BoundExpr.Column column) {
      return SourceSet.of(column.source());
    }
    SourceUse use = new SourceUse();
    use.expr(expr);
    return use.used.sources();
  }

  private static SourceUse of(BoundQuery query) {
    SourceUse use = new SourceUse();
    use.query(query);
    return use;
  }

  private SourceSet outer() {
    return used.sources().without(defined.sources());
  }

  /** The sources that the query uses and does not define: those of the queries around it. */
  public static SourceSet outer(BoundQuery query) {
    return of(query).outer();
  }

  /** Whether the query must be run anew when the row of a query around it changes. */
  public static boolean isCorrelated(BoundQuery query) {
    SourceUse use = of(query);
    return !use.outer().isEmpty() || !use.definedRecursions.containsAll(use.recursions);
  }

  /** Whether the query reads the rows of a recursion that it is part of. */
  public static boolean readsRecursion(BoundQuery query) {
    SourceUse use = of(query);
    return !use.definedRecursions.containsAll(use.recursions);
  }

  /** The sources of a FROM clause itself, subqueries not entered. */
  public static List<BoundSource> leaves(JoinTree tree) {
    List<BoundSource> leaves = new ArrayList<>();
    collectLeaves(tree, leaves);
    return leaves;
  }

  private static void collectLeaves(JoinTree tree, List<BoundSource> leaves) {
    switch (tree) {
      case JoinTree.Leaf leaf -> leaves.add(leaf.source());
      case JoinTree.Join join -> {
        collectLeaves(join.left(), leaves);
        collectLeaves(join.right(), leaves);
      }
    }
  }
}
