package org.braiddb.sql.change;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * INSERT, UPDATE or DELETE as a statement, with the triggers that it fires. It keeps its cursors
 * from run to run of one transaction, so that rows inserted one by one are appended where the last
 * one was.
 */
final class ChangeProgram implements Program {
  private final ChangeCompiler compiler;
  private final ChangeAction action;
  private final Set<Integer> reads;
  private final Set<Integer> writes;
  private final boolean plain;

  /** Whether it answers how many rows it has changed. */
  private final boolean counted;

  private @Nullable ChangeRun kept;

  ChangeProgram(
      ChangeCompiler compiler, ChangeAction action, Set<Integer> reads, Set<Integer> writes) {
    this.compiler = compiler;
    this.action = action;
    this.reads = reads;
    this.writes = writes;
    plain = action.isPlain();
    counted = compiler.context().settings().countChanges() && action.columns().isEmpty();
  }

  ChangeAction action() {
    return action;
  }

  @Override
  public List<ProgramColumn> columns() {
    return counted ? List.of(ProgramColumn.named(countName())) : action.columns();
  }

  private String countName() {
    return switch (action) {
      case InsertAction _, ViewInsertAction _ -> "rows inserted";
      case UpdateAction _, ViewUpdateAction _ -> "rows updated";
      case DeleteAction _, ViewDeleteAction _ -> "rows deleted";
    };
  }

  private static BufferedRun count(long rows) {
    Cell count = new Cell();
    count.setInteger(rows);
    return BufferedRun.of(count);
  }

  @Override
  public Set<Integer> reads() {
    return reads;
  }

  @Override
  public Set<Integer> writes() {
    return writes;
  }

  @Override
  public boolean failsBeforeChanging() {
    return plain;
  }

  @Override
  public boolean meetsConflictsFirst() {
    ChangeRun present = kept;
    return plain
        && (action.changesOneEntry()
            || (action instanceof InsertAction && present != null && present.addsLater()));
  }

  @Override
  public Run start(RunContext context) {
    compiler.expressions().begin(context);
    ChangeRun run = runIn(context);
    boolean done = false;
    try {
      run(run);
      done = true;
      if (counted) {
        return count(context.counters().changes());
      }
      return columns().isEmpty() ? Run.EMPTY : new BufferedRun(run.returned());
    } finally {
      try {
        end(run, done);
      } finally {
        compiler.expressions().end();
      }
    }
  }

  private ChangeRun runIn(RunContext context) {
    ChangeRun present = kept;
    if (present != null && present.continuesIn(context, plain)) {
      return present;
    }
    release();
    ChangeRun fresh = new ChangeRun(context, compiler);
    if (context.keeps(this)) {
      kept = fresh;
    }
    return fresh;
  }

  private void run(ChangeRun run) {
    try {
      action.run(run);
    } catch (StatementException e) {
      if (e.effect() == StatementException.Effect.KEEP_CHANGES) {
        run.endEarly();
      }
      throw e;
    }
    run.finish();
  }

  private void end(ChangeRun run, boolean done) {
    if (run != kept) {
      run.close();
    } else if (!done) {
      release();
    }
  }

  @Override
  public void release() {
    ChangeRun present = kept;
    kept = null;
    if (present != null) {
      present.close();
    }
  }
}
