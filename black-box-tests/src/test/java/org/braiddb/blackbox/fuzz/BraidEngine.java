package org.braiddb.blackbox.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;

/** Braid. What it throws beyond its own exceptions is a failure with a code that nobody has. */
final class BraidEngine implements Engine {
  private static final int NOT_AN_ANSWER = -1;

  private static final int KEPT = 16;

  private final Connection connection;
  private final boolean concurrent;

  /** Statements that were run, by their text: what comes again is run again, not prepared. */
  private final SequencedMap<String, Statement> kept = new LinkedHashMap<>();

  /**
   * @param without an optimization that is off; empty for none
   */
  BraidEngine(String journalMode, String without) {
    DatabaseOptions options = DatabaseOptions.builder().journalMode(journalMode).build();
    connection = Database.at(":memory:", options).connect();
    concurrent = !journalMode.equals("wal");
    if (!without.isEmpty()) {
      connection.execute("PRAGMA braid_optimizations='-" + without + "'");
    }
  }

  @Override
  public Outcome run(String text) {
    // Scripts say BEGIN DEFERRED where they mean a transaction of the one writer.
    String sql = concurrent && text.equals("BEGIN") ? "BEGIN CONCURRENT" : text;
    try {
      Statement statement = kept.remove(sql);
      if (statement == null) {
        comesBefore(sql);
        statement = connection.prepare(sql);
      }
      boolean done = false;
      try {
        Outcome outcome = read(statement);
        done = true;
        return outcome;
      } finally {
        if (done && Duel.isQuery(sql)) {
          keep(sql, statement);
        } else {
          statement.close();
        }
      }
    } catch (SqlException e) {
      return new Outcome.Failure(e.extendedCode(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return new Outcome.Failure(NOT_AN_ANSWER, trace.toString());
    }
  }

  private static Outcome read(Statement statement) {
    List<String> rows = new ArrayList<>();
    boolean more = statement.step();
    int count = statement.columnCount();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      columns.add(statement.columnName(i));
    }
    while (more) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < count; i++) {
        row.append(Engine.shown(statement.columnValue(i))).append('|');
      }
      rows.add(row.toString());
      more = statement.step();
    }
    return new Outcome.Rows(columns, rows);
  }

  private void keep(String sql, Statement statement) {
    statement.reset();
    kept.put(sql, statement);
    if (kept.size() > KEPT) {
      kept.pollFirstEntry().getValue().close();
    }
  }

  /** What comes again with another text is compiled with parameters for its literals. */
  private void comesBefore(String sql) {
    try (Statement same = connection.prepare(" " + sql)) {
      assert !same.sql().isEmpty();
    } catch (SqlException | AssertionError | StackOverflowError e) {
      // It is run all the same.
    }
  }

  @Override
  public void close() {
    kept.values().forEach(Statement::close);
    connection.close();
  }
}
