package org.braiddb.sql.parse;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the real SQLite what it thinks of a statement, without running it. */
final class SqliteOracle implements AutoCloseable {
  private static final Pattern MESSAGE = Pattern.compile("\\[.*?] .*?\\((.*)\\)", Pattern.DOTALL);

  private final Connection connection;

  SqliteOracle() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a, b, c)");
      statement.execute("CREATE INDEX i1 ON t(a)");
      statement.execute("CREATE VIEW v1 AS SELECT a FROM t");
    }
  }

  /** SQLite's message if it does not prepare {@code sql}. */
  Optional<String> problem(String sql) {
    try (PreparedStatement _ = connection.prepareStatement(sql)) {
      return Optional.empty();
    } catch (SQLException e) {
      Matcher matcher = MESSAGE.matcher(String.valueOf(e.getMessage()));
      return Optional.of(matcher.matches() ? matcher.group(1) : String.valueOf(e.getMessage()));
    }
  }

  /** True for the messages that SQLite's parser gives before it looks any name up. */
  static boolean isSyntax(String problem) {
    return problem.endsWith("syntax error")
        || problem.equals("incomplete input")
        || problem.startsWith("unrecognized token");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
