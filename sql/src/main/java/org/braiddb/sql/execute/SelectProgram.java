package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.OutputColumn;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.ReadyRows;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** SELECT as a statement. */
public final class SelectProgram implements Program {
  private final QueryProgram query;
  private final List<ProgramColumn> columns;

  /** There is one run at a time, which the query holds the state of. */
  private final Run run = new QueryRun();

  private final class QueryRun implements Run {
    @Override
    public boolean next() {
      return query.step();
    }

    @Override
    public Cell cell(int column) {
      return query.cell(column);
    }

    @Override
    public @Nullable ReadyRows ready() {
      return query.ready();
    }

    @Override
    public void close() {
      query.close();
    }
  }

  private SelectProgram(QueryProgram query) {
    this.query = query;
    List<ProgramColumn> shown = new ArrayList<>(query.columns().size());
    for (OutputColumn column : query.columns()) {
      shown.add(column(column));
    }
    columns = List.copyOf(shown);
  }

  /** Compiles a query. */
  public static SelectProgram of(Select select, CompileContext context) {
    return of(new Binder(context).select(select), context);
  }

  /** Compiles the query that a table is made of: its columns are called as those of a view. */
  public static SelectProgram ofDefinition(Select select, CompileContext context) {
    return of(new Binder(context).definition(select), context);
  }

  private static SelectProgram of(BoundQuery query, CompileContext context) {
    return new SelectProgram(new QueryCompiler(context).compile(query));
  }

  /** A result column as programs describe it. */
  public static ProgramColumn column(OutputColumn column) {
    return new ProgramColumn(
        column.name(),
        column
            .origin()
            .map(origin ->
                new ProgramColumn.Origin(
                    origin.schema(), origin.table(), origin.column(), origin.declaredType())));
  }

  /** The result columns with what is known of their values. */
  public List<OutputColumn> outputs() {
    return query.columns();
  }

  @Override
  public List<ProgramColumn> columns() {
    return columns;
  }

  @Override
  public Set<Integer> reads() {
    return query.databases();
  }

  @Override
  public Set<Integer> writes() {
    return Set.of();
  }

  @Override
  public Run start(RunContext context) {
    query.open(new RunExecution(context), context.keeps(this));
    return run;
  }

  @Override
  public void release() {
    query.release();
  }
}
