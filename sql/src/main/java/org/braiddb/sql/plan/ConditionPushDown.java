package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundRewriter;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.DeepWalk;
import org.braiddb.sql.bind.JoinTree;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.program.Optimization;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * Moves conditions on the columns of a query in FROM into that query, where it could not be merged:
 * then its tables are searched for what is wanted, and fewer rows are grouped or told apart.
 *
 * <p>A condition moves if it needs nothing but that query's columns, and can be decided on each row
 * before rows are grouped, made distinct or combined: of a grouped query it may use only what is
 * grouped by, of a compound every part takes it. A query with a limit, a recursive one and one
 * whose rows are kept for several uses stay as they are; so do the optional sides of outer joins.
 */
public final class ConditionPushDown extends BoundRewriter {
  private final Set<Integer> shared;

  private ConditionPushDown(Set<Integer> shared) {
    this.shared = shared;
  }

  /**
   * The query with its conditions moved, at every depth; itself where that is off.
   *
   * @param shared the definitions of common table expressions that are used more than once
   */
  public static BoundQuery apply(
      BoundQuery query, Set<Integer> shared, Set<Optimization> optimizations) {
    return optimizations.contains(Optimization.PUSH_DOWN)
        ? new ConditionPushDown(shared).query(query)
        : query;
  }

  @Override
  public BoundQuery.Core core(BoundQuery.Core core) {
    if (core.from().isEmpty() || core.where().isEmpty()) {
      return super.core(core);
    }
    List<BoundExpr> conditions = new ArrayList<>(Conjuncts.of(core.where().get()));
    int before = conditions.size();
    JoinTree tree = moved(core.from().get(), conditions);
    if (conditions.size() == before) {
      return super.core(core);
    }
    // From the outside in: what has moved may move on.
    return super.core(core.over(Optional.of(tree), Conjuncts.joined(conditions)));
  }

  /** The tree with the conditions in it that it takes, which are removed from the list. */
  private JoinTree moved(JoinTree tree, List<BoundExpr> conditions) {
    return switch (tree) {
      case JoinTree.Leaf(BoundSource.Query source) when !isKept(source) ->
          new JoinTree.Leaf(moved(source, conditions));
      case JoinTree.Leaf leaf -> leaf;
      case JoinTree.Join join ->
          switch (join.type()) {
            case INNER, CROSS ->
                new JoinTree.Join(
                    join.type(),
                    moved(join.left(), conditions),
                    moved(join.right(), conditions),
                    join.condition());
            case LEFT ->
                new JoinTree.Join(
                    join.type(), moved(join.left(), conditions), join.right(), join.condition());
            case RIGHT ->
                new JoinTree.Join(
                    join.type(), join.left(), moved(join.right(), conditions), join.condition());
            case FULL -> join;
          };
    };
  }

  private boolean isKept(BoundSource.Query source) {
    return source.materialize() || shared.contains(source.definition());
  }

  private static BoundSource.Query moved(BoundSource.Query source, List<BoundExpr> conditions) {
    BoundQuery query = source.query();
    if (query.limit().isPresent() || query.offset().isPresent()) {
      return source;
    }
    SourceSet only = SourceSet.of(source.id());
    BoundQuery.Body body = query.body();
    for (int i = 0; i < conditions.size(); ) {
      BoundExpr condition = conditions.get(i);
      BoundQuery.Body taking =
          SourceUse.of(condition).equals(only) && SubqueryFlattener.movable(condition)
              ? taking(body, source.id(), condition)
              : null;
      if (taking == null) {
        i++;
      } else {
        body = taking;
        conditions.remove(i);
      }
    }
    BoundQuery inside =
        new BoundQuery(body, query.columns(), query.orderBy(), query.limit(), query.offset());
    return source.with(inside);
  }

  /** The body with a condition on its columns in it; null where it cannot take it. */
  private static BoundQuery.@Nullable Body taking(
      BoundQuery.Body body, int source, BoundExpr condition) {
    return switch (body) {
      case BoundQuery.Core core -> taking(core, source, condition);
      case BoundQuery.Combined combined -> taking(combined, source, condition);
      case BoundQuery.Values _, BoundQuery.Recursive _ -> null;
    };
  }

  private static BoundQuery.@Nullable Body taking(
      BoundQuery.Combined combined, int source, BoundExpr condition) {
    boolean asWritten =
        combined.operator() == Select.Compound.Operator.UNION_ALL
            || combined.collations().stream().allMatch(each -> each == Collations.BINARY);
    BoundQuery.Body left = asWritten ? taking(combined.left(), source, condition) : null;
    BoundQuery.Body right = left != null ? taking(combined.right(), source, condition) : null;
    return left == null || right == null
        ? null
        : new BoundQuery.Combined(combined.operator(), left, right, combined.collations());
  }

  private static BoundQuery.@Nullable Core taking(
      BoundQuery.Core core, int source, BoundExpr condition) {
    boolean[] possible = {!core.aggregated() || !core.groupBy().isEmpty()};
    DeepWalk.of(
        condition,
        node -> {
          if (node instanceof BoundExpr.Column column && column.source() == source) {
            possible[0] &= isFixed(core, core.outputs().get(column.column()));
          }
          return possible[0];
        });
    if (!possible[0]) {
      return null;
    }
    BoundExpr inside = SubqueryFlattener.substituted(condition, source, core.outputs());
    List<BoundExpr> conditions = new ArrayList<>();
    core.where().ifPresent(where -> conditions.addAll(Conjuncts.of(where)));
    conditions.add(inside);
    return core.over(core.from(), Conjuncts.joined(conditions));
  }

  /** Whether a column has its value before rows are grouped, and the same for all that are. */
  private static boolean isFixed(BoundQuery.Core core, BoundExpr output) {
    if (!SubqueryFlattener.movable(output)) {
      return false;
    }
    boolean binary =
        ComparisonRules.collation(output).orElse(Collations.BINARY) == Collations.BINARY;
    return (!core.distinct() || binary)
        && (!core.aggregated() || binary && core.groupBy().contains(output));
  }
}
