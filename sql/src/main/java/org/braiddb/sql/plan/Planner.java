package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.IndexTerms;
import org.braiddb.sql.bind.JoinTree;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Optimization;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;

/** Makes plans of the queries of one statement. */
public final class Planner {
  /** As in SQLite. */
  private static final int MAXIMUM_JOIN = 64;

  /** How many rows a row that a recursion begins with is thought to lead to. */
  private static final double RECURSIONS = 100;

  /** For how many rows a subquery is thought to be run while the plan for these rows is made. */
  private static final double MANY_RUNS = 100;

  private final ColumnUse columnUse;
  private final IndexTerms indexTerms;
  private final SchemaScopes schemas;
  private final Set<Integer> shared;
  private final Set<Optimization> optimizations;
  private final boolean reverse;
  private boolean repeated;

  /** How often what is being planned is thought to be run. */
  private double asked = 1;

  private final Map<Integer, QueryPlan> sourcePlans = new HashMap<>();
  private final SubqueryRuns subqueryRuns = new SubqueryRuns();
  private final EqualRows equalRows = new EqualRows(this::statistics);
  private final Map<BoundQuery, Double> subqueryCosts = new IdentityHashMap<>(0);

  /**
   * @param columnUse the columns that the statement uses, of which the queries are part
   * @param shared the definitions of common table expressions that it uses more than once
   * @param optimizations what it may do
   * @param reverse whether rows that need no order come in the reverse of theirs
   */
  public Planner(
      ColumnUse columnUse,
      IndexTerms indexTerms,
      SchemaScopes schemas,
      Set<Integer> shared,
      Set<Optimization> optimizations,
      boolean reverse) {
    this.reverse = reverse;
    this.optimizations = optimizations;
    this.columnUse = columnUse;
    this.schemas = schemas;
    this.indexTerms = indexTerms;
    this.shared = shared;
  }

  /** Whether the rows of a query in FROM are kept for its other uses, or for being read again. */
  public boolean isKept(BoundSource.Query source) {
    return source.materialize() && source.definition() != 0 || shared.contains(source.definition());
  }

  /**
   * Plans a query inside an expression. One that uses the rows around it is run again and again:
   * then what does not depend on those rows is worth keeping.
   */
  public QueryPlan planSubquery(BoundQuery query) {
    return planSubquery(query, subqueryRuns.of(query));
  }

  /**
   * Plans a query inside an expression.
   *
   * @param runs how often it is thought to be run in each run of the query around it
   */
  private QueryPlan planSubquery(BoundQuery query, double runs) {
    boolean repeatedBefore = repeated;
    double askedBefore = asked;
    boolean correlated = SourceUse.isCorrelated(query);
    repeated |= correlated;
    asked = correlated ? asked * runs : 1;
    try {
      return plan(query);
    } finally {
      repeated = repeatedBefore;
      asked = askedBefore;
    }
  }

  /** What a run of a query inside an expression is thought to cost, in rows read. */
  double cost(BoundQuery query) {
    Double known = subqueryCosts.get(query);
    if (known == null) {
      known = costOf(planSubquery(query, MANY_RUNS).body());
      subqueryCosts.put(query, known);
    }
    return known;
  }

  private static double costOf(QueryPlan.Body body) {
    return switch (body) {
      case QueryPlan.Core core -> core.join().estimate().cost();
      case QueryPlan.Values values -> values.rows().size();
      case QueryPlan.Combined combined -> costOf(combined.left()) + costOf(combined.right());
      case QueryPlan.Recursive recursive -> costOf(recursive.start()) * RECURSIONS;
    };
  }

  /** Whether what is being planned is run again and again. */
  boolean repeated() {
    return repeated;
  }

  /** Whether it may do that. */
  public boolean may(Optimization optimization) {
    return optimizations.contains(optimization);
  }

  /** The expressions that indexes are made of. */
  IndexTerms indexTerms() {
    return indexTerms;
  }

  /** What is known of the size of a table. */
  TableStatistics statistics(BoundSource.Table source) {
    return new TableStatistics(
        source.table(), schemas.scope(source.database()).catalog().statistics());
  }

  /** The columns that the statement uses. */
  public ColumnUse columnUse() {
    return columnUse;
  }

  /** The plan of a query in FROM; made once, however often the join is tried. */
  QueryPlan planSource(BoundSource.Query source) {
    QueryPlan known = sourcePlans.get(source.id());
    if (known == null) {
      boolean repeatedBefore = repeated;
      double askedBefore = asked;
      if (!SourceUse.isCorrelated(source.query())) {
        repeated = false;
        asked = 1;
      }
      known = plan(source.query());
      repeated = repeatedBefore;
      asked = askedBefore;
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
      case BoundQuery.Combined combined ->
          finished(
              query,
              body(combined),
              comesInOrder(combined, query.orderBy()) ? List.of() : query.orderBy());
      case BoundQuery.Values _ -> finished(query, body(query.body()), query.orderBy());
    };
  }

  /** Rows of UNION, INTERSECT and EXCEPT come in the ascending order of their columns. */
  private static boolean comesInOrder(BoundQuery.Combined combined, List<SortTerm> order) {
    if (combined.operator() == Select.Compound.Operator.UNION_ALL) {
      return false;
    }
    for (int i = 0; i < order.size(); i++) {
      SortTerm term = order.get(i);
      if (!(term.value() instanceof BoundExpr.Output output)
          || output.index() != i
          || term.descending()
          || !term.naturalNulls()
          || term.collation() != combined.collations().get(i)) {
        return false;
      }
    }
    return true;
  }

  private static QueryPlan finished(BoundQuery query, QueryPlan.Body body, List<SortTerm> sort) {
    return finished(query, body, sort, 0);
  }

  private static QueryPlan finished(
      BoundQuery query, QueryPlan.Body body, List<SortTerm> sort, int inOrder) {
    return new QueryPlan(body, query.columns(), sort, inOrder, query.limit(), query.offset());
  }

  private QueryPlan.Body body(BoundQuery.Body body) {
    return switch (body) {
      case BoundQuery.Core core -> coreBody(core, OrderWish.NONE, List.of());
      case BoundQuery.Values values -> new QueryPlan.Values(values.rows());
      case BoundQuery.Combined combined -> combined(combined);
      case BoundQuery.Recursive recursive ->
          new QueryPlan.Recursive(
              recursive,
              body(recursive.start()),
              recursive.steps().stream().map(this::body).toList(),
              List.of());
    };
  }

  private QueryPlan.Combined combined(BoundQuery.Combined combined) {
    Select.Compound.Operator operator = combined.operator();
    List<Collation> collations = combined.collations();
    if (operator != Select.Compound.Operator.UNION_ALL) {
      Optional<QueryPlan.Body> right = inOrder(combined.right(), collations);
      Optional<QueryPlan.Body> left =
          right.isPresent() ? inOrder(combined.left(), collations) : Optional.empty();
      if (left.isPresent()) {
        return new QueryPlan.Combined(operator, left.get(), right.get(), collations, true);
      }
    }
    return new QueryPlan.Combined(
        operator, body(combined.left()), body(combined.right()), collations, false);
  }

  /** A plan whose rows are distinct and come in the order of their columns; empty if none does. */
  private Optional<QueryPlan.Body> inOrder(BoundQuery.Body body, List<Collation> collations) {
    return switch (body) {
      case BoundQuery.Core core when core.from().isPresent() && !core.aggregated() -> {
        for (int i = 0; i < collations.size(); i++) {
          if (collationOf(core.outputs().get(i)) != collations.get(i)) {
            yield Optional.empty();
          }
        }
        OrderWish wish = OrderWish.ofAll(core.outputs());
        QueryPlan.Core plan = coreBody(core.once(), wish, List.of());
        yield plan.distinctInOrder() && fulfils(plan.join(), wish)
            ? Optional.of(plan)
            : Optional.empty();
      }
      case BoundQuery.Combined combined
          when combined.operator() != Select.Compound.Operator.UNION_ALL
              && combined.collations().equals(collations) ->
          Optional.of(combined(combined));
      case BoundQuery.Core _, BoundQuery.Combined _, BoundQuery.Values _, BoundQuery.Recursive _ ->
          Optional.empty();
    };
  }

  private static Collation collationOf(BoundExpr expr) {
    return ComparisonRules.collation(expr).orElse(Collations.BINARY);
  }

  private QueryPlan core(BoundQuery query, BoundQuery.Core core) {
    OrderWish wish = OrderWish.of(query.orderBy(), core.outputs(), query.limit().isPresent());
    QueryPlan.Core body = coreBody(core, wish, query.orderBy());
    if (comesInOrder(body, wish, query.orderBy())) {
      return finished(query, body, List.of());
    }
    return finished(query, body, query.orderBy(), termsInOrder(body, wish));
  }

  private QueryPlan.Core coreBody(BoundQuery.Core core, OrderWish wish, List<SortTerm> order) {
    if (core.from().isEmpty()) {
      List<BoundExpr> before = core.where().map(Conjuncts::of).orElse(List.of());
      return new QueryPlan.Core(
          core, new JoinPlan(before, List.of()), grouping(core), false, order);
    }
    if (may(Optimization.COUNT_SHORTCUT) && CountShortcut.applies(core)) {
      return new QueryPlan.Core(
          core, CountShortcut.plan(core), QueryPlan.Grouping.COUNT, false, order);
    }
    QueryPlan.Core plan = ofRows(core, wish, order);
    subqueryRuns.expect(core, order, plan.join().estimate().most());
    return plan.joined(new RefusedNulls(indexTerms).without(plan.join()));
  }

  private QueryPlan.Core ofRows(BoundQuery.Core core, OrderWish wish, List<SortTerm> order) {
    if (core.aggregated()) {
      return core.groupBy().isEmpty() ? oneGroup(core, order) : grouped(core, wish, order);
    }
    return core.distinct() ? distinct(core, wish, order) : plain(core, wish, order);
  }

  private QueryPlan.Core plain(BoundQuery.Core core, OrderWish wish, List<SortTerm> order) {
    JoinPlan join =
        unordered(order) ? ReverseScans.of(join(core)) : partlyApplied(wish, join(core, wish));
    return new QueryPlan.Core(core, join, QueryPlan.Grouping.NONE, false, order);
  }

  /** Whether rows without an order are to come the other way. */
  private boolean unordered(List<SortTerm> order) {
    return reverse && order.isEmpty();
  }

  private QueryPlan.Core oneGroup(BoundQuery.Core core, List<SortTerm> order) {
    AggregateUse use = AggregateUse.of(core, order);
    OrderWish extreme = OrderWish.ofExtreme(core, use);
    if (!extreme.terms().isEmpty()) {
      JoinPlan wanted = join(core, extreme);
      boolean firstRow = fulfils(wanted, extreme);
      return new QueryPlan.Core(
          core,
          wanted,
          firstRow ? QueryPlan.Grouping.FIRST_ROW : QueryPlan.Grouping.GROUPED,
          false,
          order);
    }
    JoinPlan join = join(core);
    OrderWish together = OrderWish.ofDistinct(core, use);
    JoinPlan wanted = applied(together, join);
    Optional<JoinPlan> inOrder =
        !together.terms().isEmpty()
                && fulfils(wanted, together)
                && equalRows.areWorthPassing(wanted)
            ? Optional.of(wanted)
            : passing(together, join);
    JoinPlan chosen = inOrder.orElse(join);
    return new QueryPlan.Core(
        core,
        unordered(order) ? ReverseScans.of(chosen) : chosen,
        inOrder.isPresent() ? QueryPlan.Grouping.VALUES_IN_ORDER : QueryPlan.Grouping.GROUPED,
        false,
        order);
  }

  /** A plan that looks rows up to pass those that are equal to them; empty if that is no use. */
  private Optional<JoinPlan> passing(OrderWish together, JoinPlan join) {
    if (together.terms().isEmpty()
        || join.steps().size() != 1
        || !(join.steps().getFirst().access() instanceof Access.TableScan)) {
      return Optional.empty();
    }
    JoinPlan wanted = applied(together.soon(), join);
    return fulfils(wanted, together) && equalRows.areWorthLookingUp(wanted, together.terms().size())
        ? Optional.of(wanted)
        : Optional.empty();
  }

  private QueryPlan.Core grouped(BoundQuery.Core core, OrderWish wish, List<SortTerm> order) {
    OrderWish together = OrderWish.together(core.groupBy());
    JoinPlan join = ordered(core, core.groupBy(), together, wish);
    boolean inOrder = fulfils(join, together);
    return new QueryPlan.Core(
        core,
        join,
        inOrder ? QueryPlan.Grouping.IN_ORDER : QueryPlan.Grouping.GROUPED,
        false,
        order);
  }

  private QueryPlan.Core distinct(BoundQuery.Core core, OrderWish wish, List<SortTerm> order) {
    OrderWish together = OrderWish.together(core.outputs());
    JoinPlan join = ordered(core, core.outputs(), together, wish);
    if (fulfils(join, together)) {
      return new QueryPlan.Core(core, join, QueryPlan.Grouping.NONE, true, order);
    }
    // Where few rows are wanted, the first of a scan mostly have other values each.
    Optional<JoinPlan> passing = wish.eager() ? Optional.empty() : passing(together, join);
    return new QueryPlan.Core(
        core, passing.orElse(join), QueryPlan.Grouping.NONE, passing.isPresent(), order);
  }

  /** A join whose rows with the same values come together, if possible in a wanted order. */
  private JoinPlan ordered(
      BoundQuery.Core core, List<BoundExpr> values, OrderWish together, OrderWish wish) {
    JoinPlan join = join(core);
    if (!wish.terms().isEmpty() && wish.isOf(values)) {
      OrderWish both = wish.with(values);
      JoinPlan wanted = applied(both, join);
      if (fulfils(wanted, both)) {
        return wanted;
      }
    }
    return applied(together, join);
  }

  private JoinPlan applied(OrderWish wish, JoinPlan join) {
    return may(Optimization.ORDER_BY_INDEX) && may(Optimization.INDEXES)
        ? wish.applyTo(join, columnUse, indexTerms)
        : join;
  }

  private JoinPlan partlyApplied(OrderWish wish, JoinPlan join) {
    return may(Optimization.ORDER_BY_INDEX) && may(Optimization.INDEXES)
        ? wish.partlyApplyTo(join, columnUse, indexTerms, this::statistics)
        : join;
  }

  /** In the order of how many of the first terms of a wish the rows of a SELECT come. */
  private int termsInOrder(QueryPlan.Core plan, OrderWish wish) {
    boolean plain = plan.grouping() == QueryPlan.Grouping.NONE && !plan.core().distinct();
    return plain && may(Optimization.ORDER_BY_INDEX)
        ? wish.termsFulfilledBy(plan.join(), indexTerms)
        : 0;
  }

  private boolean fulfils(JoinPlan join, OrderWish wish) {
    return may(Optimization.ORDER_BY_INDEX) && wish.fulfilledBy(join, indexTerms);
  }

  /** Whether the rows of a SELECT come in the order that its query wants. */
  private boolean comesInOrder(QueryPlan.Core plan, OrderWish wish, List<SortTerm> orderBy) {
    if (orderBy.isEmpty()) {
      return false;
    }
    BoundQuery.Core core = plan.core();
    boolean byOutputs = wish.isOf(core.outputs());
    if (core.distinct() && !byOutputs) {
      return false;
    }
    return switch (plan.grouping()) {
      case NONE -> fulfils(plan.join(), wish);
      case IN_ORDER -> wish.isOf(core.groupBy()) && fulfils(plan.join(), wish);
      case GROUPED -> core.groupBy().isEmpty() || isOrderOfGroups(core.groupBy(), wish);
      case VALUES_IN_ORDER, FIRST_ROW, COUNT -> true;
    };
  }

  /** Groups come in the ascending order of their keys. */
  private static boolean isOrderOfGroups(List<BoundExpr> keys, OrderWish wish) {
    if (wish.terms().size() > keys.size()) {
      return false;
    }
    for (int i = 0; i < wish.terms().size(); i++) {
      SortTerm term = wish.terms().get(i);
      BoundExpr key = keys.get(i);
      if (!term.value().equals(key)
          || term.descending()
          || !term.naturalNulls()
          || term.collation() != collationOf(key)) {
        return false;
      }
    }
    return true;
  }

  private static QueryPlan.Grouping grouping(BoundQuery.Core core) {
    return core.aggregated() ? QueryPlan.Grouping.GROUPED : QueryPlan.Grouping.NONE;
  }

  /** The join of a SELECT whose rows are wanted in an order, perhaps only the first of them. */
  private JoinPlan join(BoundQuery.Core core, OrderWish wish) {
    if (asked > 1 && wish.eager() && !wish.terms().isEmpty()) {
      // A scan in that order ends as soon as enough rows were found; rows of a hash are sorted.
      JoinPlan inOrder = applied(wish, join(core, 1));
      if (fulfils(inOrder, wish)) {
        return inOrder;
      }
    }
    return applied(wish, join(core));
  }

  private JoinPlan join(BoundQuery.Core core) {
    return join(core, asked);
  }

  /**
   * Plans the join of a SELECT.
   *
   * @param times how often it is thought to be run
   */
  private JoinPlan join(BoundQuery.Core core, double times) {
    JoinTree tree = core.from().orElseThrow();
    List<BoundExpr> where = core.where().map(Conjuncts::of).orElse(List.of());
    if (tree instanceof JoinTree.Join && may(Optimization.OUTER_JOINS)) {
      tree = OuterJoins.reduced(tree, where);
    }
    JoinUnit.Side side = JoinUnit.Side.of(tree, SourceSet.EMPTY);
    List<BoundExpr> conditions = new ArrayList<>(side.conditions());
    conditions.addAll(where);
    conditions.addAll(CommonFactors.of(conditions));
    SourceSet own = JoinUnit.sourcesOf(tree);
    if (own.size() > MAXIMUM_JOIN) {
      throw new StatementException("at most " + MAXIMUM_JOIN + " tables in a join");
    }
    return new JoinPlanner(this, own).plan(side.units(), conditions, SourceSet.EMPTY, times);
  }
}
