package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.JoinTree;
import org.braiddb.sql.bind.JoinTree.Join;
import org.braiddb.sql.bind.SourceSet;

/**
 * Makes inner joins of outer ones whose rows without partner would be left out anyway, because a
 * condition does not hold where a column of the optional side is NULL. Then either side can come
 * first, and conditions on the optional side narrow it.
 */
final class OuterJoins {
  private OuterJoins() {}

  /**
   * The same join with fewer outer ones.
   *
   * @param conditions what must hold of each row of the join
   */
  static JoinTree reduced(JoinTree tree, List<BoundExpr> conditions) {
    if (!(tree instanceof Join join)) {
      return tree;
    }
    JoinTree.Type type = reduced(join, conditions);
    List<BoundExpr> on = join.condition().map(Conjuncts::of).orElse(List.of());
    List<BoundExpr> all = new ArrayList<>(conditions);
    all.addAll(on);
    return switch (type) {
      case INNER, CROSS ->
          new Join(type, reduced(join.left(), all), reduced(join.right(), all), join.condition());
      case LEFT ->
          new Join(
              type, reduced(join.left(), conditions), reduced(join.right(), on), join.condition());
      case RIGHT ->
          new Join(
              type, reduced(join.left(), on), reduced(join.right(), conditions), join.condition());
      case FULL -> join;
    };
  }

  private static JoinTree.Type reduced(Join join, List<BoundExpr> conditions) {
    return switch (join.type()) {
      case INNER, CROSS -> join.type();
      case LEFT -> reject(conditions, join.right()) ? JoinTree.Type.INNER : JoinTree.Type.LEFT;
      case RIGHT -> reject(conditions, join.left()) ? JoinTree.Type.INNER : JoinTree.Type.RIGHT;
      case FULL -> {
        boolean left = reject(conditions, join.left());
        boolean right = reject(conditions, join.right());
        if (left) {
          yield right ? JoinTree.Type.INNER : JoinTree.Type.LEFT;
        }
        yield right ? JoinTree.Type.RIGHT : JoinTree.Type.FULL;
      }
    };
  }

  /** Whether one of the conditions cannot hold where all columns of some sources are NULL. */
  private static boolean reject(List<BoundExpr> conditions, JoinTree optional) {
    SourceSet sources = JoinUnit.sourcesOf(optional);
    return conditions.stream().anyMatch(condition -> rejects(condition, sources));
  }

  private static boolean rejects(BoundExpr condition, SourceSet sources) {
    return switch (condition) {
      case BoundExpr.Column column -> sources.contains(column.source());
      case BoundExpr.Comparison comparison ->
          comparison.operator() != ComparisonOperator.IS
              && comparison.operator() != ComparisonOperator.IS_NOT
              && (isColumn(comparison.left(), sources) || isColumn(comparison.right(), sources));
      case BoundExpr.Between between -> isColumn(between.value(), sources);
      case BoundExpr.IsNull isNull -> isNull.negated() && isColumn(isNull.operand(), sources);
      case BoundExpr.InList in -> !in.list().isEmpty() && isColumn(in.value(), sources);
      default -> false;
    };
  }

  private static boolean isColumn(BoundExpr expr, SourceSet sources) {
    return expr instanceof BoundExpr.Column column && sources.contains(column.source());
  }
}
