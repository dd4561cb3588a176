package org.braiddb.sql.change;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;

/** INSERT, UPDATE or DELETE as a statement, with the triggers that it fires. */
record ChangeProgram(
    ChangeCompiler compiler, ChangeAction action, Set<Integer> reads, Set<Integer> writes)
    implements Program {
  @Override
  public List<ProgramColumn> columns() {
    return action.columns();
  }

  @Override
  public Run start(RunContext context) {
    compiler.expressions().begin(context);
    try (ChangeRun run = new ChangeRun(context, compiler)) {
      try {
        action.run(run);
      } catch (StatementException e) {
        if (e.effect() == StatementException.Effect.KEEP_CHANGES) {
          run.recordCounters();
        }
        throw e;
      }
      run.finish();
      return columns().isEmpty() ? Run.EMPTY : new BufferedRun(run.returned());
    } finally {
      compiler.expressions().end();
    }
  }
}
