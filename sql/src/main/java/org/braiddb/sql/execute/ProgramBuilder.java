package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.ComparisonRules;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.plan.Planner;
import org.braiddb.sql.plan.QueryPlan;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** Puts programs together from plans. One builder makes all parts of one program. */
final class ProgramBuilder {
  private final SchemaScopes schemas;
  private final Planner planner;
  private final boolean vectors;
  private final boolean readsAhead;
  private final long budgetBytes;
  private final List<RunState> states = new ArrayList<>();
  private final List<TreeCursor> cursors = new ArrayList<>();
  private final Map<Integer, Cell[]> recursions = new HashMap<>();
  private final Map<Integer, SharedRows> sharedRows = new HashMap<>();
  private final TextOrder textOrder;
  private final ExpressionCompiler expressions;

  /**
   * @param vectors whether rows may be worked on in blocks
   * @param remembers whether subqueries may remember their answers
   * @param readsAhead whether rows may be computed before they are asked for
   * @param budgetBytes how much memory each of its sorts, tables and buffers may take
   */
  ProgramBuilder(
      SchemaScopes schemas,
      Planner planner,
      boolean vectors,
      boolean remembers,
      boolean readsAhead,
      long budgetBytes) {
    this.schemas = schemas;
    this.planner = planner;
    TextEncoding encoding = schemas.scope(SchemaScopes.MAIN).catalog().encoding();
    this.vectors = vectors && encoding == TextEncoding.UTF_8; // which texts are compared in
    this.readsAhead = readsAhead;
    this.budgetBytes = budgetBytes;
    textOrder = new TextOrder(encoding);
    expressions =
        new ExpressionCompiler(this::subquery, states::add, textOrder, remembers, budgetBytes);
  }

  SchemaScopes schemas() {
    return schemas;
  }

  Planner planner() {
    return planner;
  }

  boolean usesVectors() {
    return vectors;
  }

  /** Whether rows may be computed before they are asked for. */
  boolean readsAhead() {
    return readsAhead;
  }

  /** How much memory each sort, table or buffer may take. */
  long budgetBytes() {
    return budgetBytes;
  }

  ExpressionCompiler expressions() {
    return expressions;
  }

  List<RunState> states() {
    return states;
  }

  List<TreeCursor> cursors() {
    return cursors;
  }

  Cell[] recursion(int number) {
    Cell[] row = recursions.get(number);
    if (row == null) {
      throw new IllegalStateException("no recursion " + number + " here");
    }
    return row;
  }

  <S> S registered(S state) {
    if (state instanceof RunState runState) {
      states.add(runState);
    }
    return state;
  }

  private RowStream subquery(BoundQuery query, int wanted) {
    assert wanted >= -1;
    return stream(planner.planSubquery(query));
  }

  /** The rows of a common table expression, the same for all its uses. */
  SharedRows shared(int definition, QueryPlan plan) {
    SharedRows known = sharedRows.get(definition);
    if (known == null) {
      known = registered(new SharedRows(stream(plan), budgetBytes));
      sharedRows.put(definition, known);
    }
    return known;
  }

  /** The rows of a planned query. */
  RowStream stream(QueryPlan plan) {
    // A group's keys are had from the group only where the group is.
    return expressions.within(() -> build(plan));
  }

  /** The row with a rowid, which is not looked up. */
  RowStream named(BoundExpr rowid) {
    return expressions.within(() -> new NamedRow(expressions.compile(rowid)));
  }

  private RowStream build(QueryPlan plan) {
    Evaluator limit = optional(plan.limit());
    Evaluator offset = optional(plan.offset());
    RowStream rows;
    if (plan.sort().isEmpty()) {
      rows = body(plan.body());
    } else if (plan.body() instanceof QueryPlan.Core core) {
      CoreBuilder builder = new CoreBuilder(this);
      rows = builder.build(core);
      SortKey[] keys = builder.sortKeys(plan.sort());
      int width = core.core().outputs().size();
      if (plan.inOrder() > 0) {
        rows =
            registered(
                new SortLastTerms(rows, width, keys, plan.inOrder(), limit, offset, budgetBytes));
      } else {
        SortInput blocks = limit == null ? null : builder.sortInput(core, plan.sort().getFirst());
        rows = registered(new SortRows(rows, width, keys, limit, offset, blocks, budgetBytes));
      }
    } else {
      rows = body(plan.body());
      int width = rows.row().length;
      SortKey[] keys = sortKeys(plan.sort());
      rows = registered(new SortRows(rows, width, keys, limit, offset, null, budgetBytes));
    }
    return limit == null && offset == null ? rows : new LimitRows(rows, limit, offset);
  }

  private @Nullable Evaluator optional(Optional<BoundExpr> expr) {
    return expr.isPresent() ? expressions.compile(expr.get()) : null;
  }

  SortKey[] sortKeys(List<SortTerm> terms) {
    SortKey[] keys = new SortKey[terms.size()];
    for (int i = 0; i < keys.length; i++) {
      SortTerm term = terms.get(i);
      boolean isOutput = term.value() instanceof BoundExpr.Output;
      keys[i] =
          new SortKey(
              isOutput ? null : expressions.compile(term.value()),
              term.value() instanceof BoundExpr.Output output ? output.index() : -1,
              textOrder.of(term.collation()),
              term.descending(),
              term.nullsFirst());
    }
    return keys;
  }

  private RowStream body(QueryPlan.Body body) {
    return switch (body) {
      case QueryPlan.Core core -> {
        CoreBuilder builder = new CoreBuilder(this);
        yield builder.inBlocks(builder.build(core), core);
      }
      case QueryPlan.Values values -> values(values);
      case QueryPlan.Combined combined -> combined(combined);
      case QueryPlan.Recursive recursive -> recursive(recursive);
    };
  }

  private RowStream part(QueryPlan.Body body) {
    return expressions.within(() -> body(body));
  }

  private RowStream values(QueryPlan.Values values) {
    Evaluator[][] rows = new Evaluator[values.rows().size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = expressions.compileAll(values.rows().get(i));
    }
    return new ValueRows(rows);
  }

  private RowStream combined(QueryPlan.Combined combined) {
    RowStream left = part(combined.left());
    RowStream right = part(combined.right());
    return switch (combined.operator()) {
      case UNION_ALL -> new UnionAll(left, right);
      case UNION, INTERSECT, EXCEPT -> {
        Collation[] collations = textOrder.ofAll(combined.collations());
        yield combined.merged()
            ? new SetMerge(combined.operator(), left, right, collations)
            : registered(
                new SetOperation(combined.operator(), left, right, collations, budgetBytes));
      }
    };
  }

  private RowStream recursive(QueryPlan.Recursive recursive) {
    RowStream start = part(recursive.start());
    Cell[] current = new Cell[start.row().length];
    for (int i = 0; i < current.length; i++) {
      current[i] = new Cell();
    }
    recursions.put(recursive.recursive().number(), current);
    RowStream[] steps = new RowStream[recursive.steps().size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = part(recursive.steps().get(i));
    }
    Collation[] distinct =
        recursive.recursive().distinct()
            ? textOrder.ofAll(recursive.recursive().collations())
            : null;
    return registered(
        new RecursiveRows(
            start, steps, current, distinct, sortKeys(recursive.order()), budgetBytes));
  }

  Collation[] collationsOf(List<BoundExpr> exprs) {
    Collation[] collations = new Collation[exprs.size()];
    for (int i = 0; i < collations.length; i++) {
      collations[i] = collationOf(exprs.get(i));
    }
    return collations;
  }

  Collation collationOf(BoundExpr expr) {
    return textOrder.of(ComparisonRules.collation(expr).orElse(Collations.BINARY));
  }

  TextOrder textOrder() {
    return textOrder;
  }
}
