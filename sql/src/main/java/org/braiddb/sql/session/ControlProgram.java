package org.braiddb.sql.session;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;

/** A statement about the connection itself: it needs no transaction and has no rows. */
record ControlProgram(Consumer<RunContext> action) implements Program {
  @Override
  public List<ProgramColumn> columns() {
    return List.of();
  }

  @Override
  public Set<Integer> reads() {
    return Set.of();
  }

  @Override
  public Set<Integer> writes() {
    return Set.of();
  }

  @Override
  public boolean managesTransactions() {
    return true;
  }

  @Override
  public Run start(RunContext context) {
    action.accept(context);
    return Run.EMPTY;
  }
}
