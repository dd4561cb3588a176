package org.braiddb.blackbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.blackbox.StockSqlite;
import org.braiddb.blackbox.isolation.Script.Step;

/**
 * A script played in one thread, step by step, on one connection for each party.
 *
 * <p>A party whose step fails takes no further one. After a conflict it is made sure that nothing
 * but a rollback helps. At the end the database is checked by Braid and by stock SQLite.
 */
final class Scenario {
  private static final int BUSY = 5;
  private static final int BUSY_SNAPSHOT = 517;
  private static final int CONSTRAINT = 19;

  private final Regime regime;
  private final Path file;
  private final List<String> setup;
  private String finalQuery = "";

  private final Map<String, Fate> fates = new LinkedHashMap<>();
  private final Map<String, List<String>> answers = new HashMap<>();
  private final Map<String, String> errors = new HashMap<>();
  private final Map<String, Connection> connections = new LinkedHashMap<>();

  Scenario(Regime regime, Path directory, String... setup) {
    this.regime = regime;
    this.file = directory.resolve("scenario.db");
    this.setup = List.of(setup);
  }

  /** Compares ends by the answer to a query, not by all tables. */
  Scenario comparing(String query) {
    finalQuery = query;
    return this;
  }

  /** What came of a script. */
  record Outcome(
      Map<String, Fate> fates,
      Map<String, List<String>> answers,
      Map<String, String> errors,
      String end,
      Optional<List<String>> serialOrder) {
    /** Whether no order of the committed transactions explains what they read and left. */
    boolean anomalous() {
      return serialOrder.isEmpty();
    }

    /** The answers of a party to its statements but COMMIT. */
    List<String> answers(String party) {
      return answers.getOrDefault(party, List.of());
    }

    /** The text of the error that stopped a party. */
    String error(String party) {
      return errors.getOrDefault(party, "");
    }
  }

  /** Plays a script. */
  Outcome play(String text) throws SQLException {
    Script script = Script.of(text);
    try (Connection first = regime.connect(file);
        Statement statement = first.createStatement()) {
      for (String sql : setup) {
        statement.execute(sql);
      }
      try {
        for (Step step : script.steps()) {
          if (!fates.containsKey(step.party())) {
            take(step);
          }
        }
      } finally {
        for (Connection connection : connections.values()) {
          connection.close();
        }
      }
      assertThat(fates.keySet()).as("parties that ended").containsAll(script.parties());
      Outcome outcome = judge(script, SerialOracle.end(statement, finalQuery));
      check(statement);
      return outcome;
    } finally {
      StockSqlite.assertIntact(file);
    }
  }

  private Outcome judge(Script script, String end) throws SQLException {
    Map<String, List<String>> committed = new HashMap<>();
    fates.forEach((party, fate) -> {
      if (fate == Fate.COMMITS) {
        committed.put(party, answers.getOrDefault(party, List.of()));
      }
    });
    Optional<List<String>> order =
        new SerialOracle(setup, script, finalQuery)
            .explains(new SerialOracle.Result(committed, end));
    return new Outcome(fates, answers, errors, end, order);
  }

  private static void check(Statement statement) throws SQLException {
    assertThat(Answers.run(statement, "PRAGMA integrity_check")).isEqualTo("[[ok]]");
    assertThat(Answers.run(statement, "PRAGMA foreign_key_check")).isEqualTo("[]");
  }

  private void take(Step step) throws SQLException {
    String party = step.party();
    boolean automatic = party.startsWith("A");
    Connection connection = connections.get(party);
    boolean begins = connection == null;
    if (connection == null) {
      connection = regime.connect(file);
      connections.put(party, connection);
    }
    try (Statement statement = connection.createStatement()) {
      if (begins) {
        statement.execute("PRAGMA foreign_keys = ON");
      }
      try {
        if (begins && !automatic) {
          statement.execute(party.startsWith("P") ? "BEGIN IMMEDIATE" : regime.begin());
        }
        String answer = Answers.run(statement, step.sql());
        if (step.endsTransaction()) {
          fates.put(party, step.commits() ? Fate.COMMITS : Fate.ROLLS_BACK);
        } else {
          answers.computeIfAbsent(party, _ -> new ArrayList<>()).add(answer);
        }
        if (automatic) {
          fates.put(party, Fate.COMMITS);
        }
      } catch (SQLException e) {
        fates.put(party, fate(step, e));
        errors.put(party, String.valueOf(e.getMessage()));
        if (!automatic) {
          rollBack(statement, e);
        }
      }
    }
  }

  private static Fate fate(Step step, SQLException e) {
    boolean commit = step.commits();
    if (e.getErrorCode() == BUSY_SNAPSHOT) {
      assertThat((Throwable) e).isInstanceOf(SQLTransactionRollbackException.class);
      assertThat(e.getSQLState()).isEqualTo("40001");
      return commit ? Fate.CONFLICT_AT_COMMIT : Fate.CONFLICT_AT_STATEMENT;
    }
    if ((e.getErrorCode() & 0xff) == CONSTRAINT) {
      return commit ? Fate.CONSTRAINT_AT_COMMIT : Fate.CONSTRAINT_AT_STATEMENT;
    }
    if (e.getErrorCode() == BUSY) {
      return commit ? Fate.BUSY_AT_COMMIT : Fate.BUSY_AT_STATEMENT;
    }
    return Fate.ERROR_AT_STATEMENT;
  }

  /** Rolls back after an error; after a conflict, COMMIT goes on failing first. */
  private void rollBack(Statement statement, SQLException cause) throws SQLException {
    boolean open = !statement.getConnection().getAutoCommit() || inTransaction(statement);
    if (!open) {
      return;
    }
    if (cause.getErrorCode() == BUSY_SNAPSHOT && regime.concurrent()) {
      assertThat((Throwable) cause).hasMessageContaining("conflict");
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> statement.execute("COMMIT"))
            .isInstanceOf(SQLTransactionRollbackException.class);
      }
    }
    statement.execute("ROLLBACK");
  }

  /** Whether BEGIN is refused; a transaction that it begins is ended. */
  private static boolean inTransaction(Statement statement) throws SQLException {
    try {
      statement.execute("BEGIN");
    } catch (SQLException e) {
      return true;
    }
    statement.execute("ROLLBACK");
    return false;
  }
}
