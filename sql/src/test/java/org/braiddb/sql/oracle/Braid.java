package org.braiddb.sql.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.TransactionMode;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Braid, seen as the oracle is.
 *
 * <p>A journal mode that is followed by {@value #CONCURRENT} means: every statement that can be in
 * a concurrent transaction is. BEGIN begins one, and what SQLite would run in autocommit mode is
 * run in one of its own.
 */
public final class Braid implements AutoCloseable {
  /** Follows the journal mode where all is done in concurrent transactions. */
  static final String CONCURRENT = ", concurrent";

  private static final Set<String> IN_TRANSACTIONS =
      Set.of(
          "SELECT", "VALUES", "WITH", "INSERT", "REPLACE", "UPDATE", "DELETE", "CREATE", "DROP",
          "ALTER");

  private final Connection connection;
  private final boolean concurrent;
  private boolean commitFailed;

  /** Statements by their texts, prepared once; null where each run prepares its own. */
  private @Nullable Map<String, Statement> prepared;

  /**
   * Opens a file, or {@code :memory:}.
   *
   * @param mode a journal mode, perhaps followed by {@value #CONCURRENT}
   */
  public Braid(String place, String mode) {
    concurrent = mode.endsWith(CONCURRENT);
    String journalMode = concurrent ? mode.substring(0, mode.length() - CONCURRENT.length()) : mode;
    connection =
        Database.at(place, DatabaseOptions.builder().journalMode(journalMode).build()).connect();
  }

  /** The connection itself. */
  public Connection connection() {
    return connection;
  }

  /**
   * Runs all statements of a text; the outcome is that of the last, or of the first that failed.
   */
  public Outcome run(String sql) {
    Outcome outcome = new Outcome.Rows(List.of(), List.of());
    try {
      if (prepared != null) {
        return runPrepared(prepared.computeIfAbsent(sql, connection::prepare));
      }
      int offset = 0;
      while (true) {
        Optional<Statement> next = connection.prepareAt(sql, offset);
        if (next.isEmpty()) {
          return outcome;
        }
        try (Statement statement = next.get()) {
          offset = statement.end();
          outcome = concurrent ? runConcurrently(statement) : read(statement);
        }
      }
    } catch (SqlException e) {
      return new Outcome.Failure(e.extendedCode(), String.valueOf(e.getMessage()));
    }
  }

  /** From now on each text is one statement, which is prepared once and run again and again. */
  public void keepStatements() {
    prepared = new HashMap<>();
  }

  private Outcome runPrepared(Statement statement) {
    try {
      return concurrent ? runConcurrently(statement) : read(statement);
    } finally {
      statement.reset();
    }
  }

  private Outcome runConcurrently(Statement statement) {
    String word = firstWord(statement.sql());
    if (word.equals("BEGIN") && !statement.sql().toUpperCase(Locale.ROOT).contains("IMMEDIATE")) {
      connection.begin(TransactionMode.CONCURRENT);
      return new Outcome.Rows(List.of(), List.of());
    }
    if (!connection.autocommit() || !IN_TRANSACTIONS.contains(word)) {
      return read(statement);
    }
    connection.begin(TransactionMode.CONCURRENT);
    Outcome outcome;
    try {
      outcome = read(statement);
    } catch (SqlException e) {
      // What a statement that fails leaves behind (OR FAIL) is committed, as in autocommit mode.
      if (!connection.autocommit()) {
        commit();
      }
      throw e;
    }
    commit();
    return outcome;
  }

  private void commit() {
    try {
      connection.commit();
    } catch (SqlException e) {
      commitFailed = true;
      if (!connection.autocommit()) {
        connection.rollback();
      }
      throw e;
    }
  }

  /**
   * Whether a COMMIT has failed (of deferred keys) where SQLite saw a statement fail: the counts of
   * changes are then no longer comparable.
   */
  public boolean countsOtherwise() {
    return commitFailed;
  }

  private static String firstWord(String sql) {
    return sql.strip().split("\\W", 2)[0].toUpperCase(Locale.ROOT);
  }

  private static Outcome read(Statement statement) {
    List<List<String>> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    boolean more = statement.step();
    for (int i = 0; i < statement.columnCount(); i++) {
      columns.add(statement.columnName(i));
    }
    while (more) {
      List<String> row = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        row.add(ValueText.of(statement.columnValue(i)));
      }
      rows.add(row);
      more = statement.step();
    }
    return new Outcome.Rows(columns, rows);
  }

  @Override
  public void close() {
    if (prepared != null) {
      prepared.values().forEach(Statement::close);
    }
    connection.close();
  }
}
