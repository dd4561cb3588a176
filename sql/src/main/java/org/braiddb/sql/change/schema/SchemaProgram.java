package org.braiddb.sql.change.schema;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;

/**
 * A statement that changes the catalogue of one database.
 *
 * @param reads databases that it reads besides
 */
record SchemaProgram(int database, Set<Integer> otherReads, Consumer<RunContext> action)
    implements Program {
  SchemaProgram(int database, Consumer<RunContext> action) {
    this(database, Set.of(), action);
  }

  /** A statement that turned out to have nothing to do. */
  static final Program NOTHING =
      new Program() {
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
        public Run start(RunContext context) {
          return Run.EMPTY;
        }
      };

  @Override
  public List<ProgramColumn> columns() {
    return List.of();
  }

  @Override
  public Set<Integer> reads() {
    if (otherReads.isEmpty()) {
      return Set.of(database);
    }
    Set<Integer> all = new java.util.HashSet<>(otherReads);
    all.add(database);
    return all;
  }

  @Override
  public Set<Integer> writes() {
    return Set.of(database);
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
