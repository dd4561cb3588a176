package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundRewriter;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.DeepWalk;
import org.braiddb.sql.bind.JoinTree;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.function.FunctionTrait;
import org.braiddb.sql.program.Optimization;
import org.jspecify.annotations.Nullable;

/**
 * Merges simple queries in FROM (subqueries, views, common table expressions) into the query that
 * uses them: their sources take their place, their conditions are added, and their columns become
 * the expressions behind them. Then indexes of the tables inside serve the conditions outside.
 *
 * <p>A query is merged if it is one SELECT without groups, DISTINCT, order and limit, whose columns
 * may be computed anywhere and any number of times. On the optional side of a LEFT JOIN it must
 * show plain columns of one source, so that they are NULL where the source has no row; on the other
 * optional sides it stays. Comparisons keep the rules they were bound with.
 */
public final class SubqueryFlattener extends BoundRewriter {
  private final Set<Integer> shared;

  private SubqueryFlattener(Set<Integer> shared) {
    this.shared = shared;
  }

  /** The query with all that can be merged merged, at every depth; itself where that is off. */
  public static BoundQuery flatten(BoundQuery query, Set<Optimization> optimizations) {
    return optimizations.contains(Optimization.FLATTENING)
        ? new SubqueryFlattener(SharedQueries.in(query)).query(query)
        : query;
  }

  @Override
  public BoundQuery query(BoundQuery query) {
    if (!(query.body() instanceof BoundQuery.Core core)) {
      return super.query(query);
    }
    Merge merge = new Merge();
    BoundQuery.Core merged = merge.apply(core(core));
    // The order is computed over the same sources; its own subqueries are flattened first.
    List<SortTerm> orderBy = merge.substitution().terms(terms(query.orderBy()));
    return new BoundQuery(
        merged,
        query.columns(),
        orderBy,
        query.limit().map(this::expr),
        query.offset().map(this::expr));
  }

  @Override
  public BoundQuery.Body body(BoundQuery.Body body) {
    BoundQuery.Body inner = super.body(body);
    return inner instanceof BoundQuery.Core core ? new Merge().apply(core) : inner;
  }

  /** The merging of one SELECT with the queries in its FROM. */
  private final class Merge {
    private final Map<Integer, List<BoundExpr>> columns = new HashMap<>();
    private final List<BoundExpr> conditions = new ArrayList<>();

    BoundRewriter substitution() {
      return new Substitution(columns);
    }

    BoundQuery.Core apply(BoundQuery.Core core) {
      if (core.from().isEmpty()) {
        return core;
      }
      JoinTree tree = merged(core.from().get(), true);
      if (columns.isEmpty()) {
        return core;
      }
      core.where().ifPresent(where -> conditions.addAll(Conjuncts.of(where)));
      return substitution().core(core.over(Optional.of(tree), Conjuncts.joined(conditions)));
    }

    /**
     * @param required whether every result row has a row of this tree
     */
    private JoinTree merged(JoinTree tree, boolean required) {
      return switch (tree) {
        case JoinTree.Leaf leaf -> required ? leaf(leaf) : leaf;
        case JoinTree.Join join -> join(join, required);
      };
    }

    private JoinTree join(JoinTree.Join join, boolean required) {
      return switch (join.type()) {
        case INNER, CROSS ->
            new JoinTree.Join(
                join.type(),
                merged(join.left(), required),
                merged(join.right(), required),
                join.condition());
        case LEFT -> leftJoin(join, required);
        case RIGHT ->
            new JoinTree.Join(
                join.type(), join.left(), merged(join.right(), required), join.condition());
        case FULL -> join;
      };
    }

    private JoinTree leftJoin(JoinTree.Join join, boolean required) {
      JoinTree left = merged(join.left(), required);
      if (join.right() instanceof JoinTree.Leaf leaf
          && leaf.source() instanceof BoundSource.Query query
          && mergeable(query) instanceof BoundQuery.Core core
          && core.from().orElseThrow() instanceof JoinTree.Leaf inside
          && core.outputs().stream().allMatch(output -> isColumnOf(output, inside.source()))) {
        columns.put(query.id(), core.outputs());
        List<BoundExpr> on = new ArrayList<>();
        core.where().ifPresent(on::add);
        join.condition().ifPresent(on::add);
        return new JoinTree.Join(join.type(), left, inside, Conjuncts.joined(on));
      }
      return new JoinTree.Join(join.type(), left, join.right(), join.condition());
    }

    private static boolean isColumnOf(BoundExpr output, BoundSource source) {
      return output instanceof BoundExpr.Column column && column.source() == source.id();
    }

    private JoinTree leaf(JoinTree.Leaf leaf) {
      if (leaf.source() instanceof BoundSource.Query query
          && mergeable(query) instanceof BoundQuery.Core core) {
        columns.put(query.id(), core.outputs());
        core.where().ifPresent(where -> conditions.addAll(Conjuncts.of(where)));
        return core.from().orElseThrow();
      }
      return leaf;
    }

    private BoundQuery.@Nullable Core mergeable(BoundSource.Query source) {
      BoundQuery query = source.query();
      boolean simple =
          !source.materialize()
              && !shared.contains(source.definition())
              && query.body() instanceof BoundQuery.Core
              && query.orderBy().isEmpty()
              && query.limit().isEmpty()
              && query.offset().isEmpty();
      if (!simple || !(query.body() instanceof BoundQuery.Core core)) {
        return null;
      }
      boolean plain =
          !core.aggregated()
              && !core.distinct()
              && core.from().isPresent()
              && core.outputs().stream().allMatch(SubqueryFlattener::movable);
      return plain ? core : null;
    }
  }

  /** Whether an expression gives the same wherever and however often it is computed. */
  static boolean movable(BoundExpr expr) {
    boolean[] movable = {true};
    DeepWalk.of(
        expr,
        node -> {
          movable[0] &=
              switch (node) {
                case BoundExpr.ScalarQuery _, BoundExpr.Exists _, BoundExpr.InQuery _ -> false;
                case BoundExpr.Aggregate _ -> false;
                case BoundExpr.Call call -> call.function().has(FunctionTrait.DETERMINISTIC);
                default -> true;
              };
          return movable[0];
        });
    return movable[0];
  }

  /** An expression with values in the place of the columns of a source. */
  static BoundExpr substituted(BoundExpr expr, int source, List<BoundExpr> values) {
    return new Substitution(Map.of(source, values)).expr(expr);
  }

  /** Puts the expressions behind the columns of merged queries in the place of those. */
  private static final class Substitution extends BoundRewriter {
    private final Map<Integer, List<BoundExpr>> columns;

    Substitution(Map<Integer, List<BoundExpr>> columns) {
      this.columns = columns;
    }

    @Override
    public BoundExpr expr(BoundExpr expr) {
      if (expr instanceof BoundExpr.Column column) {
        List<BoundExpr> values = columns.get(column.source());
        return values == null ? expr : ComparisonRules.asColumn(values.get(column.column()));
      }
      return super.expr(expr);
    }
  }
}
