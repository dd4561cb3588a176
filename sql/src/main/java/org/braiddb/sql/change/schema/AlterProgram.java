package org.braiddb.sql.change.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;

/**
 * An ALTER TABLE.
 *
 * @param others further databases whose catalogues it changes
 */
record AlterProgram(int database, Set<Integer> others, Consumer<RunContext> action)
    implements Program {
  @Override
  public List<ProgramColumn> columns() {
    return List.of();
  }

  @Override
  public Set<Integer> reads() {
    Set<Integer> all = new HashSet<>(others);
    all.add(database);
    return all;
  }

  @Override
  public Set<Integer> writes() {
    return reads();
  }

  @Override
  public boolean changesSchema() {
    return true;
  }

  @Override
  public Run start(RunContext context) {
    action.accept(context);
    return Run.EMPTY;
  }
}
