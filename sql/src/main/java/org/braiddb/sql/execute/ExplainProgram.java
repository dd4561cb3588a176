package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.plan.ColumnUse;
import org.braiddb.sql.plan.PlanExplainer;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;

/** EXPLAIN QUERY PLAN: of a query, or of that of another statement. */
public final class ExplainProgram implements Program {
  private final List<PlanExplainer.Line> lines;
  private final Set<Integer> databases;

  private ExplainProgram(List<PlanExplainer.Line> lines, Set<Integer> databases) {
    this.lines = lines;
    this.databases = databases;
  }

  /** Of a SELECT. */
  public static ExplainProgram of(Select select, CompileContext context) {
    Binder binder = new Binder(context);
    return of(binder.select(select), context);
  }

  /** Of what has no query in it. */
  public static ExplainProgram none() {
    return new ExplainProgram(List.of(), Set.of());
  }

  private static ExplainProgram of(BoundQuery bound, CompileContext context) {
    return of(bound, List.of(), List.of(), context);
  }

  /** Of expressions: the subqueries in them. */
  public static ExplainProgram of(List<BoundExpr> expressions, CompileContext context) {
    ColumnUse use = new ColumnUse();
    expressions.forEach(use::add);
    return new ExplainProgram(
        PlanExplainer.explain(expressions, new QueryCompiler(context).planner(use)),
        use.databases());
  }

  /**
   * Of a bound query: that which finds the rows of an UPDATE or DELETE, for instance.
   *
   * @param alsoUsed what the statement around it uses of its sources
   * @param further the statement's other expressions
   */
  public static ExplainProgram of(
      BoundQuery bound, List<BoundExpr> alsoUsed, List<BoundExpr> further, CompileContext context) {
    List<BoundExpr> used = new ArrayList<>(alsoUsed);
    used.addAll(further);
    QueryCompiler.PlannedQuery planned = new QueryCompiler(context).plan(bound, used);
    return new ExplainProgram(
        PlanExplainer.explain(planned.plan(), further, planned.planner()), planned.databases());
  }

  @Override
  public List<ProgramColumn> columns() {
    return List.of(
        ProgramColumn.named("id"),
        ProgramColumn.named("parent"),
        ProgramColumn.named("notused"),
        ProgramColumn.named("detail"));
  }

  @Override
  public Set<Integer> reads() {
    return databases;
  }

  @Override
  public Set<Integer> writes() {
    return Set.of();
  }

  @Override
  public Run start(RunContext context) {
    List<Cell[]> rows = new ArrayList<>();
    for (PlanExplainer.Line line : lines) {
      Cell[] row = {new Cell(), new Cell(), new Cell(), new Cell()};
      row[0].setInteger(line.id());
      row[1].setInteger(line.parent());
      row[2].setInteger(0);
      row[3].setText(line.detail());
      rows.add(row);
    }
    return new BufferedRun(rows);
  }
}
