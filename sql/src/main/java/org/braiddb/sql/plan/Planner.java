package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.bind.IndexTerms;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.SortTerm;

/** Makes plans of the queries of one statement. */
public final class Planner {
  private final ColumnUse columnUse;
  private final IndexTerms indexTerms;
  private final Map<Integer, QueryPlan> sourcePlans = new HashMap<>();

  /**
   * @param columnUse the columns that the statement uses, of which the queries are part
   */
  public Planner(ColumnUse columnUse, IndexTerms indexTerms) {
    this.columnUse = columnUse;
    this.indexTerms = indexTerms;
  }

  /** The expressions that indexes are made of. */
  IndexTerms indexTerms() {
    return indexTerms;
  }

  /** What is known of the size of a table. */
  TableStatistics statistics(BoundSource.Table source) {
    assert source.table().tree() != null;
    return new TableStatistics();
  }

  /** The columns that the statement uses. */
  public ColumnUse columnUse() {
    return columnUse;
  }

  /** The plan of a query in FROM; made once, however often the join is tried. */
  QueryPlan planSource(BoundSource.Query source) {
    QueryPlan known = sourcePlans.get(source.id());
    if (known == null) {
      known = plan(source.query());
      sourcePlans.put(source.id(), known);
    }
    return known;
  }

  /** Plans a query. */
  public QueryPlan plan(BoundQuery query) {
    return switch (query.body()) {
      case BoundQuery.Core core -> core(query, core);
      case BoundQuery.Recursive recursive -> {
        QueryPlan.Recursive body =
            new QueryPlan.Recursive(
                recursive,
                body(recursive.start()),
                recursive.steps().stream().map(this::body).toList(),
                query.orderBy());
        yield finished(query, body, List.of());
      }
      case BoundQuery.Values _, BoundQuery.Combined _ ->
          finished(query, body(query.body()), query.orderBy());
    };
  }

  private static QueryPlan finished(BoundQuery query, QueryPlan.Body body, List<SortTerm> sort) {
    return new QueryPlan(body, query.columns(), sort, query.limit(), query.offset());
  }

  private QueryPlan.Body body(BoundQuery.Body body) {
    return switch (body) {
      case BoundQuery.Core core -> coreBody(core, OrderWish.NONE, List.of());
      case BoundQuery.Values values -> new QueryPlan.Values(values.rows());
      case BoundQuery.Combined combined ->
          new QueryPlan.Combined(
              combined.operator(),
              body(combined.left()),
              body(combined.right()),
              combined.collations());
      case BoundQuery.Recursive recursive ->
          new QueryPlan.Recursive(
              recursive,
              body(recursive.start()),
              recursive.steps().stream().map(this::body).toList(),
              List.of());
    };
  }

  private QueryPlan core(BoundQuery query, BoundQuery.Core core) {
    OrderWish wish =
        core.aggregated() || core.distinct()
            ? OrderWish.NONE
            : OrderWish.of(query.orderBy(), core.outputs(), query.limit().isPresent());
    QueryPlan.Core body = coreBody(core, wish, query.orderBy());
    boolean ordered = !wish.terms().isEmpty() && wish.fulfilledBy(body.join());
    boolean singleRow = core.aggregated() && core.groupBy().isEmpty();
    return finished(query, body, ordered || singleRow ? List.of() : query.orderBy());
  }

  private QueryPlan.Core coreBody(BoundQuery.Core core, OrderWish wish, List<SortTerm> order) {
    if (core.from().isEmpty()) {
      List<BoundExpr> before = core.where().map(Conjuncts::of).orElse(List.of());
      return new QueryPlan.Core(core, new JoinPlan(before, List.of()), grouping(core), order);
    }
    if (CountShortcut.applies(core)) {
      return new QueryPlan.Core(
          core, new JoinPlan(List.of(), List.of()), QueryPlan.Grouping.COUNT, order);
    }
    OrderWish extreme = OrderWish.ofExtreme(core);
    JoinPlan join = join(core, extreme.terms().isEmpty() ? wish : extreme);
    boolean firstRow = !extreme.terms().isEmpty() && extreme.fulfilledBy(join);
    return new QueryPlan.Core(
        core, join, firstRow ? QueryPlan.Grouping.FIRST_ROW : grouping(core), order);
  }

  private static QueryPlan.Grouping grouping(BoundQuery.Core core) {
    return core.aggregated() ? QueryPlan.Grouping.GROUPED : QueryPlan.Grouping.NONE;
  }

  private JoinPlan join(BoundQuery.Core core, OrderWish wish) {
    JoinUnit.Side side = JoinUnit.Side.of(core.from().orElseThrow(), Set.of());
    List<BoundExpr> conditions = new ArrayList<>(side.conditions());
    Optional<BoundExpr> where = core.where();
    where.ifPresent(condition -> conditions.addAll(Conjuncts.of(condition)));
    Set<Integer> own = JoinUnit.sourcesOf(core.from().get());
    JoinPlan plan = new JoinPlanner(this, own).plan(side.units(), conditions, Set.of()).plan();
    return wish.applyTo(plan, columnUse);
  }
}
