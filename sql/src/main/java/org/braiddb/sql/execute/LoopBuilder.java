package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.plan.Access;
import org.braiddb.sql.plan.ConditionOrder;
import org.braiddb.sql.plan.JoinPlan;
import org.braiddb.sql.program.Optimization;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.vector.VectorCompiler;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Builds loops of the accesses of a join plan, and says how the columns of its sources are read.
 */
final class LoopBuilder {
  private static final Evaluator[] NONE = {};

  private final ProgramBuilder builder;
  private final ExpressionCompiler expressions;

  /** The last scan of a tree whose entries have all that is asked of their rows. */
  private @Nullable TreeScan scan;

  LoopBuilder(ProgramBuilder builder) {
    this.builder = builder;
    this.expressions = builder.expressions();
  }

  Loop join(JoinPlan plan) {
    Evaluator[] before = expressions.conditions(plan.before());
    if (plan.steps().isEmpty()) {
      return new NestedLoops(before, new Loop[] {new OneRow()}, new Evaluator[][] {NONE});
    }
    Loop[] loops = new Loop[plan.steps().size()];
    Evaluator[][] conditions = new Evaluator[loops.length][];
    for (int i = 0; i < loops.length; i++) {
      JoinPlan.Step step = plan.steps().get(i);
      loops[i] =
          step.access() instanceof Access.RowidLookup lookup
              ? lookup(lookup, i == 0 ? null : plan.steps().get(i - 1))
              : access(step.access());
      conditions[i] = conditions(plan.steps(), i);
    }
    if (loops.length > 1) {
      filter(loops, plan.steps(), conditions);
    }
    if (loops.length == 1 && before.length == 0 && conditions[0].length == 0) {
      return loops[0];
    }
    return new NestedLoops(before, loops, conditions);
  }

  /**
   * The conditions of a step. Before subqueries are run for its rows, later steps are asked whether
   * they have any row for them.
   */
  private Evaluator[] conditions(List<JoinPlan.Step> steps, int at) {
    List<BoundExpr> all = steps.get(at).conditions();
    List<BoundExpr> simple = new ArrayList<>(all);
    simple.removeIf(ConditionOrder::hasSubquery);
    List<Evaluator> required = simple.size() == all.size() ? List.of() : requiredRows(steps, at);
    if (required.isEmpty()) {
      return ConstantComparison.joined(expressions.conditions(all));
    }
    List<BoundExpr> others = new ArrayList<>(all);
    others.removeAll(simple);
    List<Evaluator> compiled = new ArrayList<>();
    Collections.addAll(compiled, ConstantComparison.joined(expressions.conditions(simple)));
    compiled.addAll(required);
    Collections.addAll(compiled, ConstantComparison.joined(expressions.conditions(others)));
    return compiled.toArray(NONE);
  }

  /** For steps behind one that scan a whole table for each of its rows: whether that is empty. */
  private List<Evaluator> requiredRows(List<JoinPlan.Step> steps, int at) {
    if (!builder.planner().may(Optimization.LATE_SUBQUERIES) || !builder.readsAhead()) {
      return List.of();
    }
    List<Evaluator> required = new ArrayList<>();
    for (JoinPlan.Step step : steps.subList(at + 1, steps.size())) {
      if (step.access() instanceof Access.TableScan access && access.bounds().isEmpty()) {
        List<BoundExpr> own = new ArrayList<>(step.conditions());
        own.removeIf(condition -> !canDecideAhead(List.of(condition), access.source()));
        // Its columns are defined once more where the step itself is built.
        Loop rows = join(new JoinPlan(List.of(), List.of(new JoinPlan.Step(access, own))));
        required.add(builder.registered(new RequiredRow(rows)));
      }
    }
    return required;
  }

  /** Makes scans of a join decide their conditions in blocks. */
  private void filter(Loop[] loops, List<JoinPlan.Step> steps, Evaluator[][] conditions) {
    for (int i = 0; i < loops.length; i++) {
      if (loops[i] instanceof TableScan rows && conditions[i].length > 0) {
        Optional<FilteredScan> filtered = filtered(rows, steps.get(i), conditions[i]);
        if (filtered.isPresent()) {
          loops[i] = filtered.get();
          conditions[i] = NONE;
        }
      }
    }
  }

  /** A scan whose conditions are decided in blocks; empty where they cannot be, or might fail. */
  private Optional<FilteredScan> filtered(
      TableScan rows, JoinPlan.Step step, Evaluator[] conditions) {
    return builder.usesVectors()
        ? vectors(step.access(), true)
            .map(vectors -> blocks(rows, step.conditions(), vectors))
            .filter(BlockScan.Builder::decidesAll)
            .map(blocks ->
                builder.registered(new FilteredScan(rows, conditions, blocks.build().scan())))
        : Optional.empty();
  }

  private BlockScan.Builder blocks(
      TreeScan entries, List<BoundExpr> conditions, VectorCompiler vectors) {
    return new BlockScan.Builder(
        entries,
        conditions,
        exprs -> ConstantComparison.joined(expressions.compileAll(exprs)),
        expressions::compileAll,
        vectors);
  }

  private Loop access(Access access) {
    return switch (access) {
      case Access.TableScan scan -> tableScan(scan);
      case Access.RowidLookup lookup -> lookup(lookup, null);
      case Access.RowidIn in -> {
        KeyValues rowids = keyValues(in.rowids());
        TreeCursor table = tableCursor(in.source());
        defineTable(in.source(), table);
        yield new RowidSetLookup(table, rowids);
      }
      case Access.Index index -> index(index);
      case Access.Union union -> union(union);
      case Access.Derived derived -> derived(derived);
      case Access.Function function -> function(function);
      case Access.Recursion recursion -> recursion(recursion);
      case Access.Buffered buffered -> buffered(buffered.origin());
      case Access.Hashed hashed -> hashed(hashed);
      case Access.OptionalRows optional -> new LeftJoin(join(optional.right()));
      case Access.Full full -> full(full);
    };
  }

  // ---- tables

  /**
   * A lookup by rowid.
   *
   * @param outer the step before it in a join; null for none
   */
  private Loop lookup(Access.RowidLookup lookup, JoinPlan.@Nullable Step outer) {
    TreeScan outerScan = scan;
    Evaluator rowid = expressions.compile(lookup.rowid());
    TreeCursor table = tableCursor(lookup.source());
    defineTable(lookup.source(), table);
    if (!(outerScan instanceof TableScan rows)
        || outer == null
        || !(outer.access() instanceof Access.TableScan access)
        || !(lookup.rowid() instanceof BoundExpr.Column column)
        || column.source() != access.source().id()
        || access.source().generated().containsKey(column.column())
        || !canDecideAhead(outer.conditions(), access.source())) {
      return builder.registered(new RowidLookup(table, rowid, null));
    }
    RowsAhead ahead = ahead(table, rows, access.source(), outer.conditions(), column);
    return builder.registered(new RowidLookup(table, rowid, ahead));
  }

  /**
   * Whether conditions may be decided for rows before their time: they use nothing but the row, and
   * cannot fail, but for a pattern that is refused for each row.
   */
  private static boolean canDecideAhead(List<BoundExpr> conditions, BoundSource.Table source) {
    VectorCompiler simple = new VectorCompiler(source.id(), source.table(), null, false);
    return conditions.stream().allMatch(simple::decidesAhead);
  }

  /**
   * Looks ahead in a scan for the rows that a column names.
   *
   * @param conditions of rows that these leave out, none is looked up
   */
  private RowsAhead ahead(
      TreeCursor table,
      TableScan scan,
      BoundSource.Table source,
      List<BoundExpr> conditions,
      BoundExpr.Column column) {
    SourceAccess present = expressions.access(source.id());
    TreeCursor ahead = tableCursor(source);
    defineTable(source, ahead);
    Evaluator next = expressions.compile(column);
    Evaluator[] holding = ConstantComparison.joined(expressions.conditions(conditions));
    expressions.define(source.id(), present);
    return builder.registered(new TableRowsAhead(table, scan, ahead, holding, next));
  }

  private TextEncoding encoding(BoundSource.Table source) {
    return builder.schemas().scope(source.database()).catalog().encoding();
  }

  private TreeCursor cursor(int database, Tree tree) {
    TreeCursor cursor = new TreeCursor(database, tree);
    builder.cursors().add(cursor);
    return cursor;
  }

  private TreeCursor tableCursor(BoundSource.Table source) {
    return cursor(source.database(), source.table().tree());
  }

  private void defineTable(BoundSource.Table source, RecordRow row) {
    expressions.define(
        source.id(),
        new TableColumns(
            source.table(),
            row,
            null,
            null,
            encoding(source),
            column -> generated(source, column)));
  }

  private Evaluator generated(BoundSource.Table source, int column) {
    return expressions.compile(Objects.requireNonNull(source.generated().get(column)));
  }

  private Loop tableScan(Access.TableScan access) {
    KeyBound[] bounds = bounds(access.bounds());
    TreeCursor table = tableCursor(access.source());
    defineTable(access.source(), table);
    TableScan rows = new TableScan(table, bounds, access.reverse());
    scan = rows;
    return rows;
  }

  /**
   * Begins a scan in blocks that gives the rows of the join just built in the same order; empty
   * where they are not those of one tree in its order.
   */
  Optional<BlockScan.Builder> blocks(JoinPlan plan) {
    TreeScan entries = scan;
    if (entries == null
        || !builder.usesVectors()
        || plan.steps().size() != 1
        || !plan.before().isEmpty()) {
      return Optional.empty();
    }
    JoinPlan.Step step = plan.steps().getFirst();
    return vectors(step.access(), false)
        .map(vectors -> blocks(entries, step.conditions(), vectors));
  }

  /**
   * What makes vectors of the entries that an access shows; empty where it shows none.
   *
   * @param seesOutside whether the rows of other sources are there, and stay, while it is gone
   *     through
   */
  private Optional<VectorCompiler> vectors(Access access, boolean seesOutside) {
    return switch (access) {
      case Access.TableScan table when !table.reverse() ->
          vectors(table.source(), null, seesOutside);
      case Access.Index index when !index.reverse() && index.index().isEmpty() ->
          vectors(index.source(), null, seesOutside);
      case Access.Index index when !index.reverse() && index.covering() ->
          vectors(index.source(), index.index().orElseThrow(), seesOutside);
      default -> Optional.empty();
    };
  }

  private Optional<VectorCompiler> vectors(
      BoundSource.Table source, @Nullable IndexDefinition index, boolean seesOutside) {
    return encoding(source) == TextEncoding.UTF_8
        ? Optional.of(new VectorCompiler(source.id(), source.table(), index, seesOutside))
        : Optional.empty();
  }

  /**
   * How many first columns of the index that is scanned decide the values of expressions, so that
   * entries which agree in them are equal there; 0 where it is not known that any do.
   */
  int decisiveColumns(JoinPlan plan, List<BoundExpr> exprs) {
    if (plan.steps().size() != 1
        || !(plan.steps().getFirst().access() instanceof Access.Index access)) {
      return 0;
    }
    TableDefinition table = access.source().table();
    List<IndexColumn> columns =
        access.index().isPresent()
            ? access.index().get().keyColumns()
            : table.clusteredKey().orElseThrow().columns();
    KeyOrder order =
        access.index().isPresent()
            ? access.index().get().tree().orElseThrow().order()
            : ((Tree.Clustered) table.tree()).key();
    int most = 0;
    for (BoundExpr expr : exprs) {
      int place = 0;
      while (place < columns.size()
          && !(expr instanceof BoundExpr.Column column
              && column.source() == access.source().id()
              && column.column() == columns.get(place).column()
              && order.columns().get(place).collation().equals(builder.collationOf(expr)))) {
        place++;
      }
      if (place == columns.size()) {
        return 0;
      }
      most = Math.max(most, place + 1);
    }
    return most;
  }

  private KeyBound[] bounds(List<Access.Bound> bounds) {
    KeyBound[] compiled = new KeyBound[bounds.size()];
    for (int i = 0; i < compiled.length; i++) {
      Access.Bound bound = bounds.get(i);
      compiled[i] =
          new KeyBound(
              bound.operator(),
              expressions.compile(bound.value()),
              bound.affinity(),
              bound.pattern());
    }
    return compiled;
  }

  private KeyValues keyValues(Access.Key key) {
    return keyValues(List.of(key))[0];
  }

  private KeyValues[] keyValues(List<Access.Key> keys) {
    Map<BoundExpr, KeyValues.OfSet> rows = new IdentityHashMap<>(0);
    KeyValues[] values = new KeyValues[keys.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (keys.get(i)) {
            case Access.Key.Value value ->
                new KeyValues.Single(
                    expressions.compile(value.value()), value.affinity(), value.nullMatches());
            case Access.Key.In(BoundExpr.InList list, _) ->
                KeyValues.OfSet.first(expressions.setOf(list));
            case Access.Key.In(BoundExpr.InQuery query, _) ->
                rows.compute(
                    query,
                    (_, before) ->
                        before == null
                            ? KeyValues.OfSet.first(
                                expressions.setOf(query, columnsOf(query, keys)))
                            : before.following());
            case Access.Key.In in -> throw new IllegalStateException("no IN: " + in.in());
          };
    }
    return values;
  }

  /** Which of the values before an IN are keys, in the order of these. */
  private static int[] columnsOf(BoundExpr.InQuery query, List<Access.Key> keys) {
    return keys.stream()
        .filter(key -> key instanceof Access.Key.In in && in.in() == query)
        .mapToInt(key -> ((Access.Key.In) key).column())
        .toArray();
  }

  private Loop index(Access.Index access) {
    KeyValues[] equal = keyValues(access.equal());
    KeyBound[] bounds = bounds(access.bounds());
    BoundSource.Table source = access.source();
    TableDefinition table = source.table();
    if (access.index().isEmpty()) {
      TreeCursor cursor = tableCursor(source);
      defineTable(source, cursor);
      KeyOrder order = ((Tree.Clustered) table.tree()).key();
      IndexScan entries = new IndexScan(cursor, order, equal, bounds, access.reverse());
      scan = entries;
      return entries;
    }
    IndexDefinition index = access.index().get();
    Tree.Index tree = index.tree().orElseThrow();
    TreeCursor entry = cursor(source.database(), tree);
    IndexScan entries = new IndexScan(entry, tree.order(), equal, bounds, access.reverse());
    TreeCursor rows = tableCursor(source);
    RecordRow row = rowOf(index, table, entry, rows);
    expressions.define(
        source.id(),
        new TableColumns(
            table, row, entry, index, encoding(source), column -> generated(source, column)));
    if (access.covering()) {
      CoveringIndex rowsOfEntries = new CoveringIndex(entries, row);
      scan = rowsOfEntries;
      return rowsOfEntries;
    }
    RowsAhead ahead =
        row instanceof SeekRow sought
            ? builder.registered(
                new IndexRowsAhead(
                    sought,
                    entries,
                    entry,
                    cursor(source.database(), tree),
                    index.recordSize() - 1))
            : null;
    return new IndexedTable(entries, rows, row, ahead);
  }

  private Loop union(Access.Union union) {
    BoundSource.Table source = union.source();
    int alias = source.table().rowidAlias();
    BoundExpr rowid =
        new BoundExpr.Column(
            source.id(),
            alias < 0 ? BoundExpr.Column.ROWID : alias,
            Optional.of(Affinity.INTEGER),
            Optional.empty(),
            "rowid");
    Loop[] parts = new Loop[union.parts().size()];
    Evaluator[] rowids = new Evaluator[parts.length];
    Evaluator[][] conditions = new Evaluator[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      Access.Union.Part part = union.parts().get(i);
      conditions[i] = expressions.conditions(part.conditions());
      parts[i] = access(part.access());
      rowids[i] = expressions.compile(rowid);
    }
    UnionRows rows =
        builder.registered(new UnionRows(parts, conditions, rowids, tableCursor(source)));
    defineTable(source, rows.row());
    return rows;
  }

  private static RecordRow rowOf(
      IndexDefinition index, TableDefinition table, TreeCursor entry, TreeCursor rows) {
    if (table.hasRowid()) {
      return new SeekRow(rows, entry, index.recordSize() - 1);
    }
    List<IndexColumn> key = table.clusteredKey().orElseThrow().columns();
    int[] places = new int[key.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = index.placeOf(key.get(i).column());
    }
    return new KeyedTableRow(rows, entry, places);
  }

  // ---- queries

  private Loop derived(Access.Derived derived) {
    if (builder.planner().isKept(derived.source())) {
      SharedRows rows = builder.shared(derived.source().definition(), derived.plan());
      RecordRow.InMemory row = new RecordRow.InMemory();
      expressions.define(derived.source().id(), column -> row.column(column.column()));
      return new SharedReader(rows, row);
    }
    RowStream stream = builder.stream(derived.plan());
    Cell[] row = stream.row();
    Cell[] cells = new Cell[row.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
    expressions.define(derived.source().id(), column -> new CellEvaluator(cells[column.column()]));
    return new StreamRows(stream, cells);
  }

  private Loop function(Access.Function access) {
    @Nullable KeyValues[] arguments = new @Nullable KeyValues[access.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = access.arguments().get(i).map(this::keyValues).orElse(null);
    }
    BoundSource.Function source = access.source();
    FunctionRows rows = new FunctionRows(source.function(), source.context(), arguments);
    builder.states().add(rows);
    expressions.define(source.id(), column -> new CellEvaluator(rows.cell(column.column())));
    return rows;
  }

  private Loop recursion(Access.Recursion recursion) {
    Cell[] current = builder.recursion(recursion.source().recursion());
    CurrentRow loop = new CurrentRow(current);
    expressions.define(
        recursion.source().id(), column -> new CellEvaluator(loop.cells()[column.column()]));
    return loop;
  }

  // ---- rows kept in memory

  private KeptColumns keep(JoinPlan origin) {
    KeptColumns kept = new KeptColumns();
    sourcesOf(origin)
        .forEach(source -> builder.planner().columnUse().expressions(source).forEach(kept::add));
    return kept;
  }

  private void defineKept(JoinPlan origin, KeptColumns kept) {
    sourcesOf(origin).forEach(source -> expressions.define(source, kept.access()));
  }

  private BufferedRows buffered(JoinPlan origin) {
    Loop loop = join(origin);
    KeptColumns kept = keep(origin);
    Evaluator[] columns = expressions.compileAll(kept.values());
    defineKept(origin, kept);
    return builder.registered(
        new BufferedRows(loop, columns, Dependence.of(origin), kept.row(), builder.budgetBytes()));
  }

  private Loop hashed(Access.Hashed hashed) {
    Evaluator[] probe = expressions.compileAll(hashed.probe());
    Loop loop = join(hashed.origin());
    Evaluator[] build = expressions.compileAll(hashed.build());
    KeptColumns kept = keep(hashed.origin());
    Evaluator[] columns = expressions.compileAll(kept.values());
    defineKept(hashed.origin(), kept);
    return builder.registered(
        new HashJoin(
            loop,
            columns,
            build,
            probe,
            builder.textOrder().ofRules(hashed.rules()),
            Dependence.of(hashed.origin()),
            kept.row(),
            builder.budgetBytes()));
  }

  private Loop full(Access.Full full) {
    Loop left = join(full.left());
    BufferedRows right = buffered(full.right());
    return builder.registered(
        new FullJoin(
            left,
            right,
            expressions.conditions(full.conditions()),
            expressions.compileAll(full.equal().build()),
            expressions.compileAll(full.equal().probe()),
            builder.textOrder().ofRules(full.equal().rules())));
  }

  static SourceSet sourcesOf(JoinPlan plan) {
    SourceSet sources = SourceSet.EMPTY;
    for (JoinPlan.Step step : plan.steps()) {
      sources = sources.with(sourcesOf(step.access()));
    }
    return sources;
  }

  private static SourceSet sourcesOf(Access access) {
    return switch (access) {
      case Access.TableScan scan -> SourceSet.of(scan.source().id());
      case Access.RowidLookup lookup -> SourceSet.of(lookup.source().id());
      case Access.RowidIn in -> SourceSet.of(in.source().id());
      case Access.Index index -> SourceSet.of(index.source().id());
      case Access.Union union -> SourceSet.of(union.source().id());
      case Access.Derived derived -> SourceSet.of(derived.source().id());
      case Access.Function function -> SourceSet.of(function.source().id());
      case Access.Recursion recursion -> SourceSet.of(recursion.source().id());
      case Access.Buffered buffered -> sourcesOf(buffered.origin());
      case Access.Hashed hashed -> sourcesOf(hashed.origin());
      case Access.OptionalRows optional -> sourcesOf(optional.right());
      case Access.Full full -> sourcesOf(full.left()).with(sourcesOf(full.right()));
    };
  }
}
