package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.RowBinder;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.bind.SourceWalk;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.execute.Evaluator;
import org.braiddb.sql.execute.ExecutionContext;
import org.braiddb.sql.execute.ExplainProgram;
import org.braiddb.sql.execute.FoundTogether;
import org.braiddb.sql.execute.Frame;
import org.braiddb.sql.execute.QueryCompiler;
import org.braiddb.sql.execute.QueryProgram;
import org.braiddb.sql.execute.RunExecution;
import org.braiddb.sql.execute.SelectProgram;
import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * The expressions and queries of one changing statement, compiled over row images, and the run they
 * are in. A trigger that the statement fires has a part of its own, in which names mean something
 * else. What is compiled while the statement runs joins the run.
 */
final class StatementExpressions {
  private final Shared shared;
  private final Binder binder;
  private final List<Group> groups = new ArrayList<>();
  private final List<BoundExpr> compiled = new ArrayList<>();
  private @Nullable Planned planned;

  /** A query of this part, and what else is used of its sources. */
  private record Planned(BoundQuery query, List<BoundExpr> alsoUsed) {}

  private record Definition(BoundSource.Row row, RowImage image) {
    QueryCompiler.RowCells cells() {
      return new QueryCompiler.RowCells(row, image.values(), image.rowidCell());
    }
  }

  /** What a statement and its triggers have in common. */
  private static final class Shared {
    final CompileContext context;
    final QueryCompiler compiler;
    final Map<Integer, Definition> definitions = new HashMap<>();
    final Set<Integer> databases = new HashSet<>();
    final List<Group> opened = new ArrayList<>();
    @Nullable ExecutionContext running;

    Shared(CompileContext context) {
      this.context = context;
      this.compiler = new QueryCompiler(context);
    }

    ExecutionContext requireRunning() {
      ExecutionContext present = running;
      if (present == null) {
        throw new IllegalStateException("no run has begun");
      }
      return present;
    }

    /** The rows among those of the statement that something uses. */
    List<QueryCompiler.RowCells> rows(SourceSet sources) {
      List<QueryCompiler.RowCells> rows = new ArrayList<>();
      sources.forEach(source -> {
        Definition definition = definitions.get(source);
        if (definition != null) {
          rows.add(definition.cells());
        }
      });
      return rows;
    }

    void noteSource(BoundSource source) {
      databases.addAll(source.databases());
    }
  }

  /** One compiled expression and its frame. */
  private static final class Group implements RowExpression {
    final Shared shared;
    final BoundExpr bound;
    final QueryCompiler.RowExpressions expressions;
    final Evaluator evaluator;
    @Nullable Frame frame;

    Group(
        Shared shared,
        BoundExpr bound,
        QueryCompiler.RowExpressions expressions,
        Evaluator evaluator) {
      this.shared = shared;
      this.bound = bound;
      this.expressions = expressions;
      this.evaluator = evaluator;
    }

    @Override
    public void eval(Cell result) {
      Frame present = frame;
      if (present == null) {
        present = open();
      }
      evaluator.eval(present);
      result.copyFrom(present);
    }

    @Override
    public void list(Listing listing, Listing.Operation operation) {
      shared.compiler.list(operation, bound, listing);
    }

    private Frame open() {
      Frame opened = expressions.open(shared.requireRunning());
      frame = opened;
      shared.opened.add(this);
      return opened;
    }

    void forget() {
      if (frame != null) {
        expressions.forget();
      }
    }

    void close() {
      frame = null;
      expressions.close();
    }
  }

  StatementExpressions(CompileContext context, Optional<With> with) {
    this(new Shared(context), new Binder(context).with(with));
  }

  private StatementExpressions(Shared shared, Binder binder) {
    this.shared = shared;
    this.binder = binder;
  }

  Binder binder() {
    return binder;
  }

  /**
   * The part of a trigger: its names are looked up in the text of its definition.
   *
   * @param onlyDatabase the one database in which tables are looked up; empty for any
   * @param old what OLD is; null where there is none
   * @param now what NEW is; null where there is none
   */
  StatementExpressions inTrigger(
      String text, OptionalInt onlyDatabase, @Nullable RowImage old, @Nullable RowImage now) {
    List<BoundSource.Row> rows = new ArrayList<>();
    if (old != null) {
      rows.add(row(old, "old"));
    }
    if (now != null) {
      rows.add(row(now, "new"));
    }
    return new StatementExpressions(shared, binder.inTrigger(text, onlyDatabase, rows));
  }

  // ---- rows

  /** A row source whose columns are read from an image. */
  BoundSource.Row row(RowImage image, String name) {
    BoundSource.Row row = binder.row(image.table(), name);
    shared.definitions.put(row.id(), new Definition(row, image));
    return row;
  }

  /** Expressions over some rows, in the statement's text. */
  RowScope scope(String schema, List<BoundSource.Row> rows) {
    return new RowScope(binder.over(rows, schema), false);
  }

  /** Expressions over some rows, in the text of a definition. */
  RowScope scope(String text, String schema, List<BoundSource.Row> rows) {
    return new RowScope(binder.inDefinition(text, schema).over(rows, schema), true);
  }

  /** Expressions over the row in the way and the one that was to be inserted. */
  RowScope upsertScope(String schema, BoundSource.Row row, BoundSource.Row excluded) {
    return new RowScope(binder.over(row, excluded, schema), false);
  }

  /** Where expressions are bound. */
  final class RowScope {
    private final RowBinder rows;
    private final boolean inDefinition;

    private RowScope(RowBinder rows, boolean inDefinition) {
      this.rows = rows;
      this.inDefinition = inDefinition;
    }

    private BoundExpr bind(Expr expr) {
      return inDefinition
          ? StatementException.inDefinition(() -> rows.bind(expr))
          : rows.bind(expr);
    }

    RowExpression compile(Expr expr) {
      return StatementExpressions.this.compile(bind(expr));
    }

    /** Fails where an expression names what does not exist. */
    void requireNames(Expr expr) {
      bind(expr);
    }

    /** Compiles an expression of the schema, whose calls must be repeatable. */
    RowExpression compile(Expr expr, UnaryOperator<BoundExpr> rule) {
      return StatementExpressions.this.compile(rule.apply(bind(expr)));
    }

    RowExpression condition(Expr expr) {
      return StatementExpressions.this.condition(bind(expr));
    }

    /** Compiles a condition of the schema, whose calls must be repeatable. */
    RowExpression condition(Expr expr, UnaryOperator<BoundExpr> rule) {
      return StatementExpressions.this.condition(rule.apply(bind(expr)));
    }

    /** The values of an assignment, one per column. */
    List<RowExpression> compileAssigned(Assignment assignment) {
      return rows.bindAssigned(assignment).stream()
          .map(StatementExpressions.this::compile)
          .toList();
    }
  }

  private RowExpression compile(BoundExpr expr) {
    return compile(expr, QueryCompiler.RowExpressions::compile);
  }

  private RowExpression condition(BoundExpr expr) {
    return compile(expr, QueryCompiler.RowExpressions::condition);
  }

  private RowExpression compile(
      BoundExpr expr, BiFunction<QueryCompiler.RowExpressions, BoundExpr, Evaluator> kind) {
    SourceWalk.ofExpr(expr, shared::noteSource);
    QueryCompiler.RowExpressions expressions = shared.compiler.expressions(List.of(expr));
    shared.rows(SourceUse.of(expr)).forEach(expressions::define);
    Group group = new Group(shared, expr, expressions, kind.apply(expressions, expr));
    groups.add(group);
    compiled.add(expr);
    return group;
  }

  /** The statement changes something in a database, or a view whose definition is there. */
  void noteDatabase(int database) {
    shared.databases.add(database);
  }

  /** The numbers of the databases that the statement and its triggers read or change. */
  Set<Integer> databases() {
    return Set.copyOf(shared.databases);
  }

  // ---- RETURNING

  /** Compiles RETURNING; null where there is none. */
  @Nullable Returning returning(List<ResultColumn> columns, ChangeTarget target) {
    if (columns.isEmpty()) {
      return null;
    }
    RowImage image = new RowImage(target.table());
    String name = target.table().name();
    String schema = target.schema();
    Binder.Returning bound = binder.returning(columns, row(image, name), schema);
    StatementExpressions part = new StatementExpressions(shared, binder);
    List<RowExpression> values = new ArrayList<>();
    for (BoundExpr value : bound.values()) {
      // What looks at the changed table is asked anew for every row; other subqueries once.
      values.add(reads(value, target) ? part.compile(value) : compile(value));
    }
    return new Returning(
        bound.columns().stream().map(SelectProgram::column).toList(), values, image, part);
  }

  private static boolean reads(BoundExpr expr, ChangeTarget target) {
    boolean[] reads = {false};
    SourceWalk.ofExpr(expr, source -> reads[0] |= target.isReadBy(source));
    return reads[0];
  }

  // ---- queries

  /** A query of the statement. */
  RowQuery query(BoundQuery bound) {
    return compiled(
        bound,
        List.of(),
        shared.compiler.compile(bound, List.of(), shared.rows(SourceUse.outer(bound))));
  }

  /**
   * The scan that names the rows of a table which will be looked up, read and changed as a whole.
   *
   * @param all whether those are all rows: then no plan is needed to find them
   * @param collected whether all are found before anything is changed
   */
  RowQuery scan(
      BoundQuery bound,
      BoundSource.Table source,
      ChangeTarget target,
      boolean all,
      boolean collected) {
    List<BoundExpr> columns = new ArrayList<>();
    for (TableColumn column : source.table().columns()) {
      if (column.recordColumn() >= 0) {
        columns.add(
            new BoundExpr.Column(
                source.id(),
                column.index(),
                Optional.of(column.affinity()),
                Optional.of(Collations.BINARY),
                column.name()));
      }
    }
    if (all) {
      notePlanned(bound, columns);
      return wholeTable(target);
    }
    return compiled(
        bound,
        columns,
        shared.compiler.compileNames(
            bound, columns, shared.rows(SourceUse.outer(bound)), collected));
  }

  /** All rows of a table, in the order of its tree. */
  RowQuery wholeTable(ChangeTarget target) {
    return new TableKeys(
        target.table(), () -> shared.requireRunning().transaction(target.database()));
  }

  /** What EXPLAIN QUERY PLAN says of this part; one row of VALUES is no query. */
  Program planned(CompileContext context) {
    Planned present = planned;
    if (present == null) {
      return ExplainProgram.of(compiled, context);
    }
    if (present.query().body() instanceof BoundQuery.Values values && values.rows().size() == 1) {
      List<BoundExpr> expressions = new ArrayList<>(values.rows().getFirst());
      expressions.addAll(compiled);
      return ExplainProgram.of(expressions, context);
    }
    return ExplainProgram.of(present.query(), present.alsoUsed(), compiled, context);
  }

  private void notePlanned(BoundQuery bound, List<BoundExpr> alsoUsed) {
    if (planned == null) {
      planned = new Planned(bound, alsoUsed);
    }
  }

  private RowQuery compiled(BoundQuery bound, List<BoundExpr> alsoUsed, QueryProgram program) {
    notePlanned(bound, alsoUsed);
    SourceWalk.ofQuery(bound, shared::noteSource);
    return new CompiledQuery(bound, alsoUsed, program);
  }

  private final class CompiledQuery implements RowQuery {
    private final BoundQuery bound;
    private final List<BoundExpr> alsoUsed;
    private final QueryProgram program;

    CompiledQuery(BoundQuery bound, List<BoundExpr> alsoUsed, QueryProgram program) {
      this.bound = bound;
      this.alsoUsed = alsoUsed;
      this.program = program;
    }

    @Override
    public void list(Listing listing) {
      shared.compiler.list(bound, alsoUsed, listing);
    }

    @Override
    public void open() {
      program.open(shared.requireRunning());
    }

    @Override
    public boolean next() {
      return program.step();
    }

    @Override
    public boolean move() {
      return program.move();
    }

    @Override
    public void compute() {
      program.compute();
    }

    @Override
    public void compute(int[] columns) {
      program.compute(columns);
    }

    @Override
    public @Nullable Cursor record() {
      return program.record();
    }

    @Override
    public boolean findsAtMostOneRow() {
      return program.findsAtMostOneRow();
    }

    @Override
    public boolean readsTableInOrder() {
      return program.readsTableInOrder();
    }

    @Override
    public void openOver(Cursor cursor) {
      program.openOver(cursor, shared.requireRunning());
    }

    @Override
    public @Nullable FoundTogether together() {
      return program.together();
    }

    @Override
    public int columnCount() {
      return program.columns().size();
    }

    @Override
    public Cell cell(int column) {
      return program.cell(column);
    }

    @Override
    public void close() {
      program.close();
    }
  }

  /** Says what rows are called that the statement's expressions read. */
  void nameRows(Listing listing) {
    shared.definitions.values().forEach(definition -> listing.name(definition.row()));
  }

  // ---- the run

  /** Begins a run, of the triggers too. */
  void begin(RunContext run) {
    shared.running = new RunExecution(run);
  }

  /** Forgets what subqueries of this part gave: the next run of the trigger asks them anew. */
  void forget() {
    groups.forEach(Group::forget);
  }

  /** Ends the run. */
  void end() {
    shared.running = null;
    shared.opened.forEach(Group::close);
    shared.opened.clear();
  }
}
