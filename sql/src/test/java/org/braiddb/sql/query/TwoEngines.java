package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One database in two copies: one that SQLite answers from, one that Braid answers from. */
final class TwoEngines implements AutoCloseable {
  private final java.sql.Connection sqlite;
  private final Connection braid;

  /** What an engine answered: columns and rows, or an error. */
  record Answer(List<String> columns, List<String> rows, String error) {
    Answer sorted() {
      List<String> sorted = new ArrayList<>(rows);
      Collections.sort(sorted);
      return new Answer(columns, sorted, error);
    }
  }

  /** Makes the database with SQLite. */
  TwoEngines(Path directory, List<String> setup) {
    try {
      Path original = directory.resolve("original.db");
      try (java.sql.Connection maker = open(original);
          java.sql.Statement statement = maker.createStatement()) {
        for (String sql : setup) {
          statement.execute(sql);
        }
      }
      Path copy = directory.resolve("copy.db");
      Files.copy(original, copy);
      sqlite = open(original);
      braid = Database.at(copy.toString()).connect();
    } catch (SQLException e) {
      throw new IllegalArgumentException("the setup fails", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How Braid finds the rows of a query in a database of its own. */
  static List<String> plan(List<String> setup, String query) {
    List<String> steps = new ArrayList<>();
    try (Connection db = Database.at(":memory:").connect()) {
      setup.forEach(db::execute);
      try (Statement statement = db.prepare("EXPLAIN QUERY PLAN " + query)) {
        while (statement.step()) {
          steps.add(statement.columnText(3));
        }
      }
    }
    return steps;
  }

  private static java.sql.Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  Answer sqlite(String sql) {
    try (java.sql.Statement statement = sqlite.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int count = result.getMetaData().getColumnCount();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        columns.add(result.getMetaData().getColumnName(i));
      }
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= count; i++) {
          row.append(shown(result.getObject(i))).append('|');
        }
        rows.add(row.toString());
      }
      return new Answer(columns, rows, "");
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage());
      int open = message.indexOf('(');
      return new Answer(List.of(), List.of(), message.substring(open + 1, message.length() - 1));
    }
  }

  Answer braid(String sql) {
    try (Statement statement = braid.prepare(sql)) {
      List<String> columns = new ArrayList<>();
      List<String> rows = new ArrayList<>();
      int count = statement.columnCount();
      for (int i = 0; i < count; i++) {
        columns.add(statement.columnName(i));
      }
      while (statement.step()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < count; i++) {
          row.append(shown(statement.columnValue(i))).append('|');
        }
        rows.add(row.toString());
      }
      return new Answer(columns, rows, "");
    } catch (SqlException e) {
      return new Answer(List.of(), List.of(), String.valueOf(e.getMessage()));
    }
  }

  /** Has both execute a statement that changes something. */
  void change(String sql) {
    try (java.sql.Statement statement = sqlite.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalArgumentException(sql, e);
    }
    assertThat(braid(sql).error()).as(sql).isEmpty();
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Double number -> "real " + number;
      case byte[] blob -> "x'" + HexFormat.of().formatHex(blob) + "'";
      case String text -> "'" + text + "'";
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  /** Both give the same columns and rows, in the same order, or the same error. */
  void agreeInOrder(String sql) {
    Answer expected = sqlite(sql);
    Answer actual = braid(sql);
    if (expected.error().isEmpty()) {
      assertThat(actual.error()).as(sql).isEmpty();
      assertThat(actual.columns()).as(sql).isEqualTo(expected.columns());
      assertThat(actual.rows()).as(sql).isEqualTo(expected.rows());
    } else {
      assertThat(actual.error()).as(sql).startsWith(expected.error());
    }
  }

  /** Both give the same columns and rows in whatever order, or the same error. */
  void agree(String sql) {
    Answer expected = sqlite(sql).sorted();
    Answer actual = braid(sql).sorted();
    if (expected.error().isEmpty()) {
      assertThat(actual.error()).as(sql).isEmpty();
      assertThat(actual.columns()).as(sql).isEqualTo(expected.columns());
      assertThat(actual.rows()).as(sql).isEqualTo(expected.rows());
    } else {
      assertThat(actual.error()).as(sql).startsWith(expected.error());
    }
  }

  @Override
  public void close() {
    braid.close();
    try {
      sqlite.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
