package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.function.BasicAggregate;
import org.braiddb.sql.plan.Access;
import org.braiddb.sql.plan.AggregateUse;
import org.braiddb.sql.plan.JoinPlan;
import org.braiddb.sql.plan.QueryPlan;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.vector.VectorCompiler;
import org.braiddb.sql.vector.VectorExpr;
import org.braiddb.sql.vector.VectorSelection;
import org.braiddb.storage.record.Collation;
import org.jspecify.annotations.Nullable;

/** Builds the stream of one SELECT: its join, its groups, its result columns. */
final class CoreBuilder {
  private final ProgramBuilder builder;
  private final ExpressionCompiler expressions;

  /** The rows in blocks and what computes their columns, where they are those of one table. */
  private Optional<BlockScan.Builder> scan = Optional.empty();

  private @Nullable Project columns;

  /** Where in the rows the values begin that they are sorted by and that are not shown, if any. */
  private int hiddenFrom = -1;

  CoreBuilder(ProgramBuilder builder) {
    this.builder = builder;
    this.expressions = builder.expressions();
  }

  RowStream build(QueryPlan.Core plan) {
    BoundQuery.Core core = plan.core();
    LoopBuilder loops = new LoopBuilder(builder);
    Loop loop =
        switch (plan.grouping()) {
          case NONE -> loops.join(plan.join());
          case GROUPED, IN_ORDER, VALUES_IN_ORDER, FIRST_ROW -> grouped(plan);
          case COUNT -> counter(plan);
        };
    if (core.distinct() && !plan.distinctInOrder()) {
      return distinct(plan, loop);
    }
    Project rows = new Project(loop, expressions.compileAll(core.outputs()));
    if (!core.distinct()) {
      if (plan.grouping() == QueryPlan.Grouping.NONE) {
        scan = loops.blocks(plan.join());
        columns = rows;
      }
      return rows;
    }
    return inOrder(rows, core.outputs(), loops, plan.join());
  }

  /** Rows only once, of which equal ones come together. */
  private DistinctInOrder inOrder(
      Project rows, List<BoundExpr> columns, LoopBuilder loops, JoinPlan join) {
    return new DistinctInOrder(
        rows, builder.collationsOf(columns), loops.decisiveColumns(join, columns));
  }

  /** Rows that come again later still have what they are sorted by with them. */
  private RowStream distinct(QueryPlan.Core plan, Loop loop) {
    List<BoundExpr> outputs = plan.core().outputs();
    List<BoundExpr> columns = new ArrayList<>(outputs);
    for (SortTerm term : plan.order()) {
      if (!(term.value() instanceof BoundExpr.Output)) {
        columns.add(term.value());
      }
    }
    hiddenFrom = outputs.size();
    return builder.registered(
        new Distinct(
            new Project(loop, expressions.compileAll(columns)),
            builder.collationsOf(outputs),
            builder.budgetBytes()));
  }

  /**
   * How the rows of the SELECT just built are sorted: values that are no result columns are found
   * in their rows, after those, or in the sources.
   */
  SortKey[] sortKeys(List<SortTerm> terms) {
    SortKey[] keys = builder.sortKeys(terms);
    int hidden = hiddenFrom;
    for (int i = 0; hidden >= 0 && i < keys.length; i++) {
      if (keys[i].value() != null) {
        keys[i] =
            new SortKey(
                null, hidden++, keys[i].collation(), keys[i].descending(), keys[i].nullsFirst());
      }
    }
    return keys;
  }

  /**
   * The rows of the SELECT just built, computed some at a time where they are those of a table.
   *
   * @param rows what has been built
   */
  RowStream inBlocks(RowStream rows, QueryPlan.Core plan) {
    Project project = columns;
    if (project == null || scan.isEmpty() || !builder.readsAhead()) {
      return rows;
    }
    BlockScan.Builder blocks = scan.get();
    List<BoundExpr> outputs = plan.core().outputs();
    boolean together = outputs.stream().allMatch(blocks::need);
    boolean decides = blocks.hasConditions();
    if (!together && !decides || !blocks.decidesAll()) {
      return rows;
    }
    BlockScan.Builder.Built built = blocks.build();
    VectorExpr @Nullable [] vectors =
        together ? outputs.stream().map(built::vector).toArray(VectorExpr[]::new) : null;
    return builder.registered(new BlockProject(project, built.scan(), vectors, decides));
  }

  /**
   * The rows of the SELECT just built, in blocks, for a sort; null where that is of no use.
   *
   * @param first what is sorted by first
   */
  @Nullable SortInput sortInput(QueryPlan.Core plan, SortTerm first) {
    Project project = columns;
    if (scan.isEmpty() || project == null) {
      return null;
    }
    BoundExpr key =
        first.value() instanceof BoundExpr.Output output
            ? plan.core().outputs().get(output.index())
            : first.value();
    boolean keyed = scan.get().need(key);
    if (!keyed && !scan.get().hasConditions()) {
      return null;
    }
    BlockScan.Builder.Built built = scan.get().build();
    VectorExpr vector = keyed ? built.vector(key) : null;
    return new SortInput(built.scan(), vector, project);
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

  private Loop grouped(QueryPlan.Core plan) {
    LoopBuilder loops = new LoopBuilder(builder);
    Loop input = loops.join(plan.join());
    BoundQuery.Core core = plan.core();
    AggregateUse use = AggregateUse.of(core, plan.order());
    List<BoundExpr.Aggregate> aggregates = use.aggregates();
    KeptColumns kept = new KeptColumns();
    core.groupBy().forEach(kept::add);
    use.bare().forEach(kept::add);
    boolean valuesInOrder = plan.grouping() == QueryPlan.Grouping.VALUES_IN_ORDER;
    if (valuesInOrder) {
      input = distinctValues(input, aggregates.getFirst(), loops, plan.join());
    } else if (plan.grouping() == QueryPlan.Grouping.FIRST_ROW) {
      input = extremeRows(input, aggregates.getFirst(), loops, plan.join());
    }
    List<AggregateCall> calls = new ArrayList<>();
    for (BoundExpr.Aggregate aggregate : aggregates) {
      calls.add(call(aggregate, aggregate.distinct() && !valuesInOrder));
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
                    kept.row(),
                    builder.budgetBytes(),
                    plan.grouping() == QueryPlan.Grouping.GROUPED
                        ? blocks(loops, plan, aggregates, calls, keptValues.length > 0)
                        : null));
    // From here on, columns are those of the kept row.
    core.from()
        .ifPresent(from ->
            SourceUse.leaves(from)
                .forEach(source -> expressions.define(source.id(), kept.access())));
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
    Evaluator having = expressions.condition(core.having().get());
    return new NestedLoops(new Evaluator[0], new Loop[] {groups}, new Evaluator[][] {{having}});
  }

  /** The rows that have another argument than those before; from here on it is that of these. */
  private Loop distinctValues(
      Loop input, BoundExpr.Aggregate aggregate, LoopBuilder loops, JoinPlan join) {
    List<BoundExpr> arguments = aggregate.arguments();
    Project values = new Project(input, expressions.compileAll(arguments));
    DistinctInOrder distinct = inOrder(values, arguments, loops, join);
    expressions.define(arguments.getFirst(), new CellEvaluator(distinct.row()[0]));
    return new StreamRows(distinct, new Cell[0]);
  }

  /** The rows that decide min or max, of those in the order of its argument. */
  private Loop extremeRows(
      Loop input, BoundExpr.Aggregate aggregate, LoopBuilder loops, JoinPlan join) {
    return new ExtremeRows(
        input,
        expressions.compile(aggregate.arguments().getFirst()),
        aggregate.function().name().equals("min"),
        loops.decisiveColumns(join, aggregate.arguments()));
  }

  /** The input in blocks, where that is of use. */
  private @Nullable BlockInput blocks(
      LoopBuilder loops,
      QueryPlan.Core plan,
      List<BoundExpr.Aggregate> aggregates,
      List<AggregateCall> calls,
      boolean keeps) {
    Optional<BlockScan.Builder> begun = loops.blocks(plan.join());
    if (begun.isEmpty()) {
      return null;
    }
    BlockScan.Builder scan = begun.get();
    // Of min and max the deciding row is kept: then rows are taken one by one.
    boolean whole =
        calls.stream().allMatch(call -> call.takesVectors() && !(keeps && call.isExtreme()));
    List<BoundExpr> keys = plan.core().groupBy();
    for (BoundExpr key : keys) {
      whole = whole && scan.need(key);
    }
    for (BoundExpr.Aggregate aggregate : aggregates) {
      whole = whole && takesBlocks(aggregate, scan);
    }
    if (!whole && !scan.hasConditions()) {
      return null;
    }
    BlockScan.Builder.Built built = scan.build();
    VectorExpr @Nullable [] keyVectors = null;
    @Nullable VectorExpr[] arguments = new @Nullable VectorExpr[aggregates.size()];
    @Nullable VectorSelection[] filters = new @Nullable VectorSelection[aggregates.size()];
    if (whole) {
      keyVectors = keys.stream().map(built::vector).toArray(VectorExpr[]::new);
      for (int i = 0; i < arguments.length; i++) {
        List<BoundExpr> of = aggregates.get(i).arguments();
        arguments[i] = of.isEmpty() ? null : built.vector(of.getFirst());
        filters[i] = aggregates.get(i).filter().map(built::selection).orElse(null);
      }
    }
    return new BlockInput(
        built.scan(), keyVectors, arguments, filters, calls.toArray(AggregateCall[]::new));
  }

  /** Whether an aggregate's argument and filter can be had for all rows of a block. */
  private static boolean takesBlocks(BoundExpr.Aggregate aggregate, BlockScan.Builder scan) {
    if (!aggregate.arguments().stream().allMatch(scan::need)) {
      return false;
    }
    // Arguments of rows that are filtered out are computed for nothing.
    return aggregate.filter().isEmpty()
        || scan.needCondition(aggregate.filter().get())
            && aggregate.arguments().stream().allMatch(VectorCompiler::isCheap);
  }

  /**
   * How an aggregate is computed.
   *
   * @param distinct whether equal values must be told from new ones
   */
  private AggregateCall call(BoundExpr.Aggregate aggregate, boolean distinct) {
    String name = aggregate.function().name();
    Evaluator[] arguments = expressions.arguments(aggregate);
    Evaluator filter =
        aggregate.filter().isPresent() ? expressions.condition(aggregate.filter().get()) : null;
    if (aggregate.function().function() instanceof BasicAggregate basic
        && !distinct
        && aggregate.orderBy().isEmpty()) {
      return basic == BasicAggregate.COUNT
          ? new CountAggregate(arguments, filter)
          : new SumAggregate(basic, arguments, filter);
    }
    boolean extreme = name.equals("min") || name.equals("max");
    return new GeneralAggregate(
        aggregate.function().function(),
        extreme,
        arguments,
        filter,
        distinct ? builder.collationOf(aggregate.arguments().getFirst()) : null,
        builder.sortKeys(extreme ? List.of() : aggregate.orderBy()), // as in SQLite
        builder.textOrder().of(aggregate.collation(), aggregate.function()),
        builder.budgetBytes());
  }
}
