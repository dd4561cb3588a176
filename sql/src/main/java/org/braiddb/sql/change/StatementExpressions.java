package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ResultColumn;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.RowBinder;
import org.braiddb.sql.bind.SourceWalk;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.execute.Evaluator;
import org.braiddb.sql.execute.ExecutionContext;
import org.braiddb.sql.execute.Frame;
import org.braiddb.sql.execute.QueryCompiler;
import org.braiddb.sql.execute.QueryProgram;
import org.braiddb.sql.execute.RunExecution;
import org.braiddb.sql.execute.SelectProgram;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * The expressions and queries of one changing statement, compiled over row images, and the run they
 * are in. Expressions of tables that foreign keys reach are compiled while the statement runs, and
 * join the run.
 */
final class StatementExpressions {
  private final CompileContext context;
  private final Binder binder;
  private final QueryCompiler compiler;
  private final List<Group> groups = new ArrayList<>();
  private final List<Definition> definitions = new ArrayList<>();
  private final Set<Integer> databases = new HashSet<>();
  private @Nullable ExecutionContext running;

  private record Definition(BoundSource.Row row, RowImage image) {}

  /** One compiled expression and its frame. */
  private static final class Group implements RowExpression {
    final QueryCompiler.RowExpressions expressions;
    final Evaluator evaluator;
    @Nullable Frame frame;

    Group(QueryCompiler.RowExpressions expressions, Evaluator evaluator) {
      this.expressions = expressions;
      this.evaluator = evaluator;
    }

    @Override
    public void eval(Cell result) {
      Frame present = frame;
      if (present == null) {
        throw new IllegalStateException("no run has begun");
      }
      evaluator.eval(present);
      result.copyFrom(present);
    }
  }

  StatementExpressions(CompileContext context, Optional<With> with) {
    this.context = context;
    this.binder = new Binder(context).with(with);
    this.compiler = new QueryCompiler(context.schemas());
  }

  Binder binder() {
    return binder;
  }

  // ---- rows

  /** A row source whose columns are read from an image. */
  BoundSource.Row row(RowImage image, String name) {
    BoundSource.Row row = binder.row(image.table(), name);
    definitions.add(new Definition(row, image));
    return row;
  }

  /** Expressions over some rows, in the statement's text. */
  RowScope scope(String schema, List<BoundSource.Row> rows) {
    return new RowScope(binder.over(rows, schema));
  }

  /** Expressions over some rows, in the text of a definition. */
  RowScope scope(String text, String schema, List<BoundSource.Row> rows) {
    return new RowScope(binder.withText(text).over(rows, schema));
  }

  /** Expressions over the row in the way and the one that was to be inserted. */
  RowScope upsertScope(String schema, BoundSource.Row row, BoundSource.Row excluded) {
    return new RowScope(binder.over(row, excluded, schema));
  }

  /** Where expressions are bound. */
  final class RowScope {
    private final RowBinder rows;

    private RowScope(RowBinder rows) {
      this.rows = rows;
    }

    RowExpression compile(Expr expr) {
      return StatementExpressions.this.compile(rows.bind(expr));
    }

    /** Compiles an expression of the schema, whose calls must be repeatable. */
    RowExpression compile(Expr expr, UnaryOperator<BoundExpr> rule) {
      return StatementExpressions.this.compile(rule.apply(rows.bind(expr)));
    }

    /** The values of an assignment, one per column. */
    List<RowExpression> compileAssigned(Assignment assignment) {
      if (assignment.columns().size() == 1) {
        return List.of(compile(assignment.value()));
      }
      return rows.bindRow(assignment.value()).stream()
          .map(StatementExpressions.this::compile)
          .toList();
    }
  }

  private RowExpression compile(BoundExpr expr) {
    SourceWalk.ofExpr(expr, this::noteSource);
    QueryCompiler.RowExpressions expressions = compiler.expressions(List.of(expr));
    for (Definition definition : definitions) {
      expressions.define(
          definition.row(), definition.image().values(), definition.image().rowidCell());
    }
    Group group = new Group(expressions, expressions.compile(expr));
    groups.add(group);
    ExecutionContext present = running;
    if (present != null) {
      group.frame = expressions.open(present);
    }
    return group;
  }

  private void noteSource(BoundSource source) {
    databases.addAll(source.databases());
  }

  /** The numbers of the databases that the statement reads or changes. */
  Set<Integer> reads(int target) {
    Set<Integer> all = new HashSet<>(databases);
    all.add(target);
    return all;
  }

  // ---- RETURNING

  /** Compiles RETURNING over an image; null where there is none. */
  @Nullable Returning returning(
      List<ResultColumn> columns, RowImage image, String name, String schema) {
    if (columns.isEmpty()) {
      return null;
    }
    Binder.Returning bound = binder.returning(columns, row(image, name), schema);
    return new Returning(
        bound.columns().stream().map(SelectProgram::column).toList(),
        bound.values().stream().map(this::compile).toList());
  }

  // ---- queries

  /**
   * A query of the statement.
   *
   * @param readsTables whether it reads any table
   */
  record Query(RowQuery rows, boolean readsTables) {}

  Query query(Select select) {
    return query(binder.select(select));
  }

  /** The scan that finds the rows of a table which will be read and changed as a whole. */
  RowQuery scan(BoundQuery bound, BoundSource.Table target) {
    List<BoundExpr> columns = new ArrayList<>();
    for (TableColumn column : target.table().columns()) {
      if (column.recordColumn() >= 0) {
        columns.add(
            new BoundExpr.Column(
                target.id(),
                column.index(),
                Optional.of(column.affinity()),
                Collations.BINARY,
                column.name()));
      }
    }
    return query(bound, columns).rows();
  }

  /** All rows of a table, in the order of its tree. */
  RowQuery wholeTable(ChangeTarget target) {
    return new TableKeys(target.table(), () -> requireRunning().transaction(target.database()));
  }

  private Query query(BoundQuery bound) {
    return query(bound, List.of());
  }

  private Query query(BoundQuery bound, List<BoundExpr> alsoUsed) {
    boolean[] readsTables = {false};
    SourceWalk.ofQuery(
        bound,
        source -> {
          noteSource(source);
          readsTables[0] |= !source.databases().isEmpty();
        });
    return new Query(new CompiledQuery(compiler.compile(bound, alsoUsed)), readsTables[0]);
  }

  private final class CompiledQuery implements RowQuery {
    private final QueryProgram program;

    CompiledQuery(QueryProgram program) {
      this.program = program;
    }

    @Override
    public void open() {
      program.open(requireRunning());
    }

    @Override
    public boolean next() {
      return program.step();
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

  // ---- the run

  private ExecutionContext requireRunning() {
    ExecutionContext present = running;
    if (present == null) {
      throw new IllegalStateException("no run has begun");
    }
    return present;
  }

  /** Begins a run. */
  void begin(RunContext run) {
    ExecutionContext execution = new RunExecution(run);
    running = execution;
    for (Group group : groups) {
      group.frame = group.expressions.open(execution);
    }
  }

  /** Ends the run. */
  void end() {
    running = null;
    for (Group group : groups) {
      group.frame = null;
      group.expressions.close();
    }
  }

  /** The context that it was compiled in. */
  CompileContext context() {
    return context;
  }
}
