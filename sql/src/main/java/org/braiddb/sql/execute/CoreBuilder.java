package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.DeepWalk;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.function.BasicAggregate;
import org.braiddb.sql.plan.Access;
import org.braiddb.sql.plan.QueryPlan;
import org.braiddb.storage.record.Collation;

/** Builds the stream of one SELECT: its join, its groups, its result columns. */
final class CoreBuilder {
  private final ProgramBuilder builder;
  private final ExpressionCompiler expressions;

  CoreBuilder(ProgramBuilder builder) {
    this.builder = builder;
    this.expressions = builder.expressions();
  }

  RowStream build(QueryPlan.Core plan) {
    BoundQuery.Core core = plan.core();
    Loop loop =
        switch (plan.grouping()) {
          case NONE -> new LoopBuilder(builder).join(plan.join());
          case GROUPED, IN_ORDER, FIRST_ROW ->
              grouped(plan, new LoopBuilder(builder).join(plan.join()));
          case COUNT -> counter(plan);
        };
    RowStream rows = new Project(loop, expressions.compileAll(core.outputs()));
    if (!core.distinct()) {
      return rows;
    }
    Collation[] collations = builder.collationsOf(core.outputs());
    return plan.distinctInOrder()
        ? new DistinctInOrder(rows, collations)
        : builder.registered(new Distinct(rows, collations, distinctBudget(plan.order())));
  }

  /** An order by other values than those of the rows needs the sources where each row was met. */
  private static long distinctBudget(List<SortTerm> order) {
    for (SortTerm term : order) {
      if (!(term.value() instanceof BoundExpr.Output)) {
        return Long.MAX_VALUE;
      }
    }
    return TemporaryFile.BUDGET_BYTES;
  }

  private Loop counter(QueryPlan.Core plan) {
    RowCounter counter =
        switch (plan.join().steps().getFirst().access()) {
          case Access.TableScan scan ->
              new RowCounter(scan.source().database(), scan.source().table().tree());
          case Access.Index index ->
              new RowCounter(
                  index.source().database(), index.index().orElseThrow().tree().orElseThrow());
          default -> throw new IllegalStateException("only the entries of a tree are counted so");
        };
    expressions.define(plan.core().outputs().getFirst(), new CellEvaluator(counter.count()));
    return counter;
  }

  private Loop grouped(QueryPlan.Core plan, Loop input) {
    BoundQuery.Core core = plan.core();
    List<BoundExpr> after = new ArrayList<>(core.outputs());
    core.having().ifPresent(after::add);
    plan.order().forEach(term -> after.add(term.value()));
    List<BoundExpr.Aggregate> aggregates = new ArrayList<>();
    List<BoundExpr.Column> bare = new ArrayList<>();
    Set<Integer> own = new java.util.HashSet<>();
    core.from().ifPresent(from -> SourceUse.leaves(from).forEach(source -> own.add(source.id())));
    for (BoundExpr expr : after) {
      DeepWalk.of(
          expr,
          node -> {
            if (node instanceof BoundExpr.Aggregate aggregate
                && aggregate.owner() == core.number()) {
              if (!aggregates.contains(aggregate)) {
                aggregates.add(aggregate);
              }
              return false;
            }
            if (node instanceof BoundExpr.Column column && own.contains(column.source())) {
              bare.add(column);
            }
            return true;
          });
    }
    KeptColumns kept = new KeptColumns();
    core.groupBy().forEach(kept::add);
    bare.forEach(kept::add);
    List<AggregateCall> calls = new ArrayList<>();
    for (BoundExpr.Aggregate aggregate : aggregates) {
      calls.add(call(aggregate));
    }
    Evaluator[] keys = expressions.compileAll(core.groupBy());
    Collation[] collations = builder.collationsOf(core.groupBy());
    Evaluator[] keptValues = expressions.compileAll(kept.values());
    Loop groups =
        plan.grouping() == QueryPlan.Grouping.IN_ORDER
            ? builder.registered(
                new GroupingInOrder(
                    input,
                    keys,
                    collations,
                    keptValues,
                    calls.toArray(AggregateCall[]::new),
                    kept.row()))
            : builder.registered(
                new Grouping(
                    input,
                    keys,
                    collations,
                    keptValues,
                    calls.toArray(AggregateCall[]::new),
                    plan.grouping() == QueryPlan.Grouping.FIRST_ROW,
                    kept.row(),
                    TemporaryFile.BUDGET_BYTES));
    // From here on, columns are those of the kept row.
    own.forEach(source -> expressions.define(source, kept.access()));
    for (BoundExpr key : core.groupBy()) {
      if (!(key instanceof BoundExpr.Constant)) {
        expressions.define(key, kept.reader(key));
      }
    }
    int at = 0;
    for (BoundExpr.Aggregate aggregate : aggregates) {
      expressions.define(aggregate, new CellEvaluator(calls.get(at++).result()));
    }
    if (core.having().isEmpty()) {
      return groups;
    }
    Evaluator having = expressions.compile(core.having().get());
    return new NestedLoops(new Evaluator[0], new Loop[] {groups}, new Evaluator[][] {{having}});
  }

  private AggregateCall call(BoundExpr.Aggregate aggregate) {
    String name = aggregate.function().name();
    Evaluator[] arguments = expressions.compileAll(aggregate.arguments());
    Evaluator filter =
        aggregate.filter().isPresent() ? expressions.compile(aggregate.filter().get()) : null;
    if (aggregate.function().function() instanceof BasicAggregate basic
        && !aggregate.distinct()
        && aggregate.orderBy().isEmpty()) {
      return basic == BasicAggregate.COUNT
          ? new CountAggregate(arguments, filter)
          : new SumAggregate(basic, arguments, filter);
    }
    return new GeneralAggregate(
        aggregate.function().function(),
        name.equals("min") || name.equals("max"),
        arguments,
        filter,
        aggregate.distinct() ? builder.collationOf(aggregate.arguments().getFirst()) : null,
        builder.sortKeys(aggregate.orderBy()),
        builder.textOrder().of(aggregate.collation()),
        TemporaryFile.BUDGET_BYTES);
  }
}
