package org.braiddb.shell.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.shell.session.CommandException;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Statement;

/** The statements of a workload's transaction, prepared on one client's connection. */
final class Transaction {
  private final List<Prepared> statements = new ArrayList<>();

  /**
   * A statement and which of the workload's parameters its own are.
   *
   * @param sources for each parameter of the statement, the index of the workload's parameter
   */
  private record Prepared(Statement statement, int[] sources) {}

  /**
   * Prepares it.
   *
   * @throws CommandException where a statement has a parameter that the workload does not have
   */
  Transaction(Connection connection, WorkloadFile workload) {
    int offset = 0;
    while (true) {
      Optional<Statement> next = connection.prepareAt(workload.transaction(), offset);
      if (next.isEmpty()) {
        return;
      }
      statements.add(new Prepared(next.get(), sources(next.get(), workload.parameters())));
      offset = next.get().end();
    }
  }

  private static int[] sources(Statement statement, List<Parameter> parameters) {
    int[] sources = new int[statement.parameterCount()];
    for (int number = 1; number <= sources.length; number++) {
      String name = statement.parameterName(number).orElse("?");
      sources[number - 1] = index(name, parameters);
    }
    return sources;
  }

  private static int index(String name, List<Parameter> parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      if (name.substring(1).equals(parameters.get(i).name())) {
        return i;
      }
    }
    throw new CommandException(
        "the transaction has a parameter " + name + " that no .param line tells the values of");
  }

  /** Whether no statement changes anything. */
  boolean isReadOnly() {
    return statements.stream().allMatch(prepared -> prepared.statement().isReadOnly());
  }

  /** Gives the parameters the values of the next transaction. */
  void bind(List<ParameterValues> values) {
    Object[] chosen = values.stream().map(ParameterValues::next).toArray();
    for (Prepared prepared : statements) {
      for (int i = 0; i < prepared.sources().length; i++) {
        prepared.statement().bind(i + 1, chosen[prepared.sources()[i]]);
      }
    }
  }

  /** Runs all statements and reads all their rows. */
  void run() {
    for (Prepared prepared : statements) {
      prepared.statement().reset();
      while (prepared.statement().step()) {
        readRow(prepared.statement());
      }
    }
  }

  /** Values are decoded only when they are asked for. */
  private static void readRow(Statement statement) {
    for (int column = 0; column < statement.columnCount(); column++) {
      statement.columnValue(column);
    }
  }
}
