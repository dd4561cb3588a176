package org.braiddb.blackbox.tpch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the queries on one connection. */
final class TpchRun {

  private final Connection connection;

  TpchRun(Connection connection) {
    this.connection = connection;
  }

  /** The rows of a query. */
  List<List<@Nullable Object>> rows(int number) throws SQLException, IOException {
    List<String> statements = TpchQueries.statements(number);
    try (Statement statement = connection.createStatement()) {
      if (statements.size() == 1) {
        return rows(statement, statements.getFirst());
      }
      statement.execute(statements.getFirst().replace("CREATE VIEW", "CREATE TEMP VIEW"));
      try {
        return rows(statement, statements.getLast());
      } finally {
        statement.execute("DROP VIEW temp.revenue");
      }
    }
  }

  private static List<List<@Nullable Object>> rows(Statement statement, String sql)
      throws SQLException {
    try (ResultSet results = statement.executeQuery(sql)) {
      int columns = results.getMetaData().getColumnCount();
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (results.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(normal(results.getObject(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** Drivers differ in the width of integers; sums of reals in their last digits. */
  private static @Nullable Object normal(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double real -> "%.6g".formatted(real);
      case Number integer -> integer.longValue();
      default -> value;
    };
  }
}
