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
 * A statement that changes the catalogue of one database.
 *
 * @param otherReads databases that it reads besides
 * @param otherWrites those of them that it changes too
 */
record SchemaProgram(
    int database, Set<Integer> otherReads, Set<Integer> otherWrites, Consumer<RunContext> action)
    implements Program {
  SchemaProgram(int database, Consumer<RunContext> action) {
    this(database, Set.of(), Set.of(), action);
  }

  SchemaProgram(int database, Set<Integer> otherReads, Consumer<RunContext> action) {
    this(database, otherReads, Set.of(), action);
  }

  /** A statement that turned out to have nothing to do: as long as the schema is what it was. */
  static Program nothing(int database) {
    return new Nothing(database);
  }

  private record Nothing(int database) implements Program {
    @Override
    public List<ProgramColumn> columns() {
      return List.of();
    }

    @Override
    public Set<Integer> reads() {
      return Set.of(database);
    }

    @Override
    public Set<Integer> writes() {
      return Set.of();
    }

    @Override
    public Run start(RunContext context) {
      context.transaction(database).readDefinitions();
      return Run.EMPTY;
    }
  }

  @Override
  public List<ProgramColumn> columns() {
    return List.of();
  }

  @Override
  public Set<Integer> reads() {
    return withOwn(otherReads);
  }

  @Override
  public Set<Integer> writes() {
    return withOwn(otherWrites);
  }

  private Set<Integer> withOwn(Set<Integer> others) {
    if (others.isEmpty()) {
      return Set.of(database);
    }
    Set<Integer> all = new HashSet<>(others);
    all.add(database);
    return all;
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
