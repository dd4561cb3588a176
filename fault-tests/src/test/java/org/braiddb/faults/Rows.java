package org.braiddb.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.Statement;
import org.braiddb.storage.Durability;

/** The database of the scenarios: {@code t(id INTEGER PRIMARY KEY, body)} and an index. */
final class Rows {
  static final String FILE = "/faults.db";

  private Rows() {}

  static Connection connect(String mode, Durability level) {
    DatabaseOptions options =
        DatabaseOptions.builder()
            .journalMode(mode)
            .synchronous(level)
            .pageSize(512)
            .cacheBytes(16 * 512)
            .build();
    return Database.at(FILE, options).connect();
  }

  static List<String> query(Connection connection, String sql) {
    List<String> result = new ArrayList<>();
    try (Statement statement = connection.prepare(sql)) {
      while (statement.step()) {
        result.add(String.valueOf(statement.columnText(0)));
      }
    }
    return result;
  }

  /** The bodies by id; with nothing but an entry 0 in it where there is no table. */
  static TreeMap<Long, String> read(Connection connection) {
    TreeMap<Long, String> rows = new TreeMap<>();
    if (query(connection, "SELECT 1 FROM sqlite_schema WHERE name = 't'").isEmpty()) {
      rows.put(0L, "no table");
      return rows;
    }
    try (Statement statement = connection.prepare("SELECT id, body FROM t")) {
      while (statement.step()) {
        rows.put(statement.columnLong(0), String.valueOf(statement.columnText(1)));
      }
    }
    return rows;
  }
}
