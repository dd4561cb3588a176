package org.braiddb.shell.terminal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The names in the main database, for completion. Where they cannot be read, such as when somebody
 * else holds the database, there are none: whoever asks for a completion wants no error message.
 */
final class SchemaNames {
  private static final int MOST_TABLES = 200;

  private final ShellSession session;

  SchemaNames(ShellSession session) {
    this.session = session;
  }

  /** The tables and views. */
  List<String> tables() {
    return names(
        "SELECT name FROM sqlite_schema WHERE type IN ('table','view')"
            + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        0);
  }

  /** The columns of a table or view. */
  List<String> columnsOf(String table) {
    return names("PRAGMA table_info(" + SqlText.quoted(table) + ")", 1);
  }

  /** The columns of all tables, each once. */
  List<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    tables().stream().limit(MOST_TABLES).forEach(table -> columns.addAll(columnsOf(table)));
    return List.copyOf(columns);
  }

  private List<String> names(String sql, int column) {
    List<String> names = new ArrayList<>();
    try (Statement statement = session.connection().prepare(sql)) {
      while (statement.step()) {
        @Nullable String name = statement.columnText(column);
        if (name != null) {
          names.add(name);
        }
      }
    } catch (SqlException e) {
      return List.of();
    }
    return names;
  }
}
