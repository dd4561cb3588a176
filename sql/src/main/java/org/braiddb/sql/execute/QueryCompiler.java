package org.braiddb.sql.execute;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.IndexTerms;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.listing.PlanListing;
import org.braiddb.sql.plan.ColumnUse;
import org.braiddb.sql.plan.ConditionPushDown;
import org.braiddb.sql.plan.Planner;
import org.braiddb.sql.plan.QueryPlan;
import org.braiddb.sql.plan.SharedQueries;
import org.braiddb.sql.plan.SubqueryFlattener;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Optimization;
import org.braiddb.sql.value.Cell;

/** Makes programs of bound queries and expressions: the way in to this package. */
public final class QueryCompiler {
  private final SchemaScopes schemas;
  private final IndexTerms indexTerms;
  private final Set<Optimization> optimizations;
  private final boolean vectors;
  private final boolean remembers;
  private final boolean reverse;
  private final long budgetBytes;

  /** What may change while a query runs. */
  private enum Use {
    /** It is a statement of its own: other statements may change its tables between two rows. */
    ALONE,
    /** Its statement may change its tables between two rows. */
    AMONG_CHANGES,
    /** Its statement changes nothing before it has all rows. */
    COLLECTED
  }

  /** For queries bound in this context. */
  public QueryCompiler(CompileContext context) {
    schemas = context.schemas();
    indexTerms = new IndexTerms(context);
    optimizations = context.settings().optimizations();
    reverse = context.settings().reverseUnorderedSelects();
    budgetBytes = TemporaryFile.budgetBytes(context.settings());
    // A function of the application's may change the table whose rows it is called for.
    boolean undisturbed = !context.functions().hasAdded();
    vectors = undisturbed && optimizations.contains(Optimization.VECTORS);
    remembers = undisturbed && optimizations.contains(Optimization.SUBQUERY_MEMORY);
  }

  /** Plans a query that is a statement of its own, and makes a program of it. */
  public QueryProgram compile(BoundQuery query) {
    return compile(plan(query, List.of()), query, List.of(), Use.ALONE);
  }

  /**
   * The same for a query that is part of a statement that changes something.
   *
   * @param alsoUsed what more the statement uses of its sources: no index is taken for covering
   *     what it does not
   * @param rows the rows that it can name and its runner supplies
   */
  public QueryProgram compile(BoundQuery bound, List<BoundExpr> alsoUsed, List<RowCells> rows) {
    // What the statement changes may change the answers of its subqueries.
    return compile(plan(bound, alsoUsed), bound, rows, Use.AMONG_CHANGES);
  }

  /**
   * The same for the query that names the rows of a table which are changed. A row whose name is
   * known without it is named whether it is there or not: who changes it will see.
   *
   * @param collected whether all rows of a run are taken before anything is changed
   */
  public QueryProgram compileNames(
      BoundQuery bound, List<BoundExpr> alsoUsed, List<RowCells> rows, boolean collected) {
    PlannedQuery planned = plan(bound, alsoUsed);
    Use use = collected ? Use.COLLECTED : Use.AMONG_CHANGES;
    Optional<BoundExpr> rowid = planned.plan().namedRowid();
    return bound.columns().size() == 1 && rowid.isPresent()
        ? compile(planned, bound, rows, use, builder -> builder.named(rowid.get()))
        : compile(planned, bound, rows, use);
  }

  private QueryProgram compile(
      PlannedQuery planned, BoundQuery bound, List<RowCells> rows, Use use) {
    return compile(planned, bound, rows, use, builder -> builder.stream(planned.plan()));
  }

  private QueryProgram compile(
      PlannedQuery planned,
      BoundQuery bound,
      List<RowCells> rows,
      Use use,
      Function<ProgramBuilder, RowStream> streams) {
    ProgramBuilder builder =
        new ProgramBuilder(
            schemas,
            planned.planner(),
            vectors,
            remembers && use == Use.ALONE,
            use != Use.AMONG_CHANGES,
            budgetBytes);
    rows.forEach(row -> row.define(builder));
    RowStream stream = streams.apply(builder);
    return new QueryProgram(
        stream,
        bound.columns(),
        planned.databases(),
        builder.states(),
        builder.cursors(),
        planned.plan().findsAtMostOneRow(),
        planned.plan().readsTableInOrder(),
        use == Use.COLLECTED);
  }

  /**
   * Lists how a query is run.
   *
   * @return the numbers of the databases that it reads
   */
  public Set<Integer> list(BoundQuery query, List<BoundExpr> alsoUsed, Listing listing) {
    PlannedQuery planned = plan(query, alsoUsed);
    new PlanListing(listing, planned.planner()).query(planned.plan());
    return planned.databases();
  }

  /** Lists an operation with an expression, which is its subject or the end of it. */
  public void list(Listing.Operation operation, BoundExpr expr, Listing listing) {
    ColumnUse use = new ColumnUse();
    use.add(expr);
    new PlanListing(listing, planner(use)).expression(operation, expr);
  }

  /** A plan with what made it, and the databases that it reads. */
  record PlannedQuery(QueryPlan plan, Planner planner, Set<Integer> databases) {}

  /** Plans a query. */
  PlannedQuery plan(BoundQuery bound, List<BoundExpr> alsoUsed) {
    BoundQuery query = bound;
    ColumnUse use = new ColumnUse(query);
    Set<Integer> databases = use.databases();
    Set<Integer> shared = Set.of();
    if (use.hasQueriesInFrom()) {
      query = SubqueryFlattener.flatten(bound, optimizations);
      shared = SharedQueries.in(query);
      query = ConditionPushDown.apply(query, shared, optimizations);
      use = new ColumnUse(query);
    }
    alsoUsed.forEach(use::add);
    Planner planner = new Planner(use, indexTerms, schemas, shared, optimizations, reverse);
    return new PlannedQuery(planner.plan(query), planner, databases);
  }

  /** Plans the subqueries of expressions. */
  Planner planner(ColumnUse use) {
    return new Planner(use, indexTerms, schemas, Set.of(), optimizations, reverse);
  }

  /** Begins a group of expressions over single rows, which share their subqueries' results. */
  public RowExpressions expressions(List<BoundExpr> exprs) {
    ColumnUse use = new ColumnUse();
    exprs.forEach(use::add);
    return new RowExpressions(
        new ProgramBuilder(schemas, planner(use), false, false, false, budgetBytes));
  }

  /**
   * A row and where its values are found when programs run.
   *
   * @param columns one cell per column of the table
   * @param rowid the rowid
   */
  public record RowCells(BoundSource.Row row, Cell[] columns, Cell rowid) {
    void define(ProgramBuilder builder) {
      int alias = row.table().rowidAlias();
      builder
          .expressions()
          .define(
              row.id(),
              column -> {
                int number = column.column();
                boolean isRowid =
                    number == BoundExpr.Column.ROWID || number == alias && number >= 0;
                return new CellEvaluator(isRowid ? rowid : columns[number]);
              });
    }
  }

  /** Expressions over single rows that somebody else supplies. */
  public static final class RowExpressions implements AutoCloseable {
    private final ProgramBuilder builder;
    private final Frame frame = new Frame();

    RowExpressions(ProgramBuilder builder) {
      this.builder = builder;
    }

    /** Says where the columns of a row are found when expressions are evaluated. */
    public void define(RowCells row) {
      row.define(builder);
    }

    /** Makes an evaluator; all rows it uses were defined before. */
    public Evaluator compile(BoundExpr expr) {
      return builder.expressions().compile(expr);
    }

    /** Makes an evaluator of an expression that is read as a condition. */
    public Evaluator condition(BoundExpr expr) {
      return builder.expressions().condition(expr);
    }

    /** Begins a run. The frame is what the evaluators are given and leave their values in. */
    public Frame open(ExecutionContext context) {
      close();
      frame.begin(context);
      return frame;
    }

    /** Forgets the results of subqueries that were computed once. */
    public void forget() {
      builder.states().forEach(RunState::endRun);
    }

    /** Ends the run. */
    @Override
    public void close() {
      forget();
      builder.cursors().forEach(TreeCursor::close);
      frame.end();
    }
  }
}
