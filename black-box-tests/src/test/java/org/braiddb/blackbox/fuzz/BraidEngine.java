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
import org.jspecify.annotations.Nullable;

/** Braid. What it throws beyond its own exceptions is a failure with a code that nobody has. */
final class BraidEngine implements Engine {
  private static final int NOT_AN_ANSWER = -1;

  private static final int KEPT = 16;

  private final Connection connection;
  private final boolean concurrent;
  private final boolean bound;

  /** Statements that were run, by their text: what comes again is run again, not prepared. */
  private final SequencedMap<String, Statement> kept = new LinkedHashMap<>();

  /**
   * @param without an optimization that is off; empty for none
   * @param bound whether queries are prepared with parameters for their literals, once for all that
   *     differ in these alone
   */
  BraidEngine(String journalMode, String without, boolean bound) {
    this.bound = bound;
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
      if (bound && Duel.isQuery(sql)) {
        List<String> names = names(sql);
        Parameterized query = Parameterized.of(sql);
        return new Outcome.Rows(names, run(query.sql(), query.values()).rows());
      }
      return run(sql, List.of());
    } catch (SqlException e) {
      return new Outcome.Failure(e.extendedCode(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return new Outcome.Failure(NOT_AN_ANSWER, trace.toString());
    }
  }

  private Outcome.Rows run(String sql, List<@Nullable Object> values) {
    Statement statement = kept.remove(sql);
    if (statement == null) {
      comesBefore(sql);
      statement = connection.prepare(sql);
    }
    boolean done = false;
    try {
      for (int i = 0; i < values.size(); i++) {
        statement.bind(i + 1, values.get(i));
      }
      Outcome.Rows outcome = read(statement);
      done = true;
      return outcome;
    } finally {
      if (done && Duel.isQuery(sql)) {
        keep(sql, statement);
      } else {
        statement.close();
      }
    }
  }

  /** The names of a query's columns, which have its literals in them. */
  private List<String> names(String sql) {
    try (Statement statement = connection.prepare(sql)) {
      return names(statement);
    }
  }

  private static List<String> names(Statement statement) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < statement.columnCount(); i++) {
      names.add(statement.columnName(i));
    }
    return names;
  }

  private static Outcome.Rows read(Statement statement) {
    List<String> rows = new ArrayList<>();
    boolean more = statement.step();
    List<String> columns = names(statement);
    while (more) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < columns.size(); i++) {
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
