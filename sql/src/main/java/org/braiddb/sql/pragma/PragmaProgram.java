package org.braiddb.sql.pragma;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;

/**
 * A PRAGMA.
 *
 * @param aboutConnection whether it needs no transaction
 */
record PragmaProgram(
    List<ProgramColumn> columns,
    Set<Integer> reads,
    Set<Integer> writes,
    boolean aboutConnection,
    Function<RunContext, Answer> action)
    implements Program {
  /** One that reads databases. */
  static Program reading(
      Set<Integer> databases, Function<RunContext, Answer> action, String... columns) {
    return new PragmaProgram(named(columns), databases, Set.of(), false, action);
  }

  /** One that changes a database. */
  static Program writing(int database, Function<RunContext, Answer> action) {
    return new PragmaProgram(List.of(), Set.of(database), Set.of(database), false, action);
  }

  /** One about the connection, which needs no transaction. */
  static Program connection(Function<RunContext, Answer> action, String... columns) {
    return new PragmaProgram(named(columns), Set.of(), Set.of(), true, action);
  }

  /** One whose answer is known. */
  static Program answering(Answer answer, String... columns) {
    return connection(context -> answer, columns);
  }

  /** One that does something and says nothing. */
  static Program silent(Runnable action) {
    return connection(context -> {
      action.run();
      return new Answer();
    });
  }

  private static List<ProgramColumn> named(String... columns) {
    return Arrays.stream(columns).map(ProgramColumn::named).toList();
  }

  @Override
  public boolean managesTransactions() {
    return aboutConnection;
  }

  @Override
  public Run start(RunContext context) {
    return action.apply(context).run();
  }
}
