package org.braiddb.blackbox.isolation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.blackbox.isolation.Script.Step;

/** Stock SQLite, running the committed transactions of a script one after the other. */
final class SerialOracle {
  /** What a run left: the answers of each party and the end of the database. */
  record Result(Map<String, List<String>> answers, String end) {}

  private final List<String> setup;
  private final Script script;
  private final String finalQuery;

  /**
   * An oracle for a script.
   *
   * @param finalQuery what is asked of the database at its end; empty for all of its tables
   */
  SerialOracle(List<String> setup, Script script, String finalQuery) {
    this.setup = setup;
    this.script = script;
    this.finalQuery = finalQuery;
  }

  /** An order of the committed parties that gives what the concurrent run gave. */
  Optional<List<String>> explains(Result concurrent) throws SQLException {
    List<String> parties = new ArrayList<>(concurrent.answers().keySet());
    for (List<String> order : permutations(parties)) {
      if (inOrder(order).map(concurrent::equals).orElse(false)) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  /** What an order gives; nothing where a statement fails in it. */
  Optional<Result> inOrder(List<String> order) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA foreign_keys = ON");
      for (String sql : setup) {
        statement.execute(sql);
      }
      Map<String, List<String>> answers = new HashMap<>();
      for (String party : order) {
        Optional<List<String>> each = runAlone(statement, script.stepsOf(party));
        if (each.isEmpty()) {
          return Optional.empty();
        }
        answers.put(party, each.get());
      }
      return Optional.of(new Result(answers, end(statement, finalQuery)));
    }
  }

  static String end(Statement statement, String finalQuery) throws SQLException {
    return finalQuery.isEmpty() ? Answers.dump(statement) : Answers.run(statement, finalQuery);
  }

  private static Optional<List<String>> runAlone(Statement statement, List<Step> steps) {
    List<String> answers = new ArrayList<>();
    try {
      statement.execute("BEGIN");
      for (Step step : steps) {
        if (!step.endsTransaction()) {
          answers.add(Answers.run(statement, step.sql()));
        }
      }
      statement.execute("COMMIT");
      return Optional.of(answers);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static List<List<String>> permutations(List<String> parties) {
    if (parties.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> all = new ArrayList<>();
    for (String first : parties) {
      List<String> rest = new ArrayList<>(parties);
      rest.remove(first);
      for (List<String> tail : permutations(rest)) {
        List<String> order = new ArrayList<>(List.of(first));
        order.addAll(tail);
        all.add(order);
      }
    }
    return all;
  }
}
