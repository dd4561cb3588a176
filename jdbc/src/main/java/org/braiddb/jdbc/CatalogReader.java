package org.braiddb.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads tables, columns and keys through the dialect's own catalogue and pragmas. */
final class CatalogReader {
  /** A table or view of the main database. */
  record TableEntry(String name, String type) {}

  private final org.braiddb.sql.Connection connection;

  CatalogReader(org.braiddb.sql.Connection connection) {
    this.connection = connection;
  }

  /** All rows of a query, as {@link Statement#columnValue} gives them. */
  List<@Nullable Object[]> query(String sql) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    try (Statement statement = connection.prepare(sql)) {
      while (statement.step()) {
        @Nullable Object[] row = new @Nullable Object[statement.columnCount()];
        for (int column = 0; column < row.length; column++) {
          row[column] = statement.columnValue(column);
        }
        rows.add(row);
      }
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
    return rows;
  }

  /** Tables and views whose names fit a LIKE pattern, by type and name. */
  List<TableEntry> tables(@Nullable String pattern) throws SQLException {
    List<TableEntry> tables = new ArrayList<>();
    for (@Nullable Object[] row :
        query(
            "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view')"
                + " ORDER BY type, name")) {
      String name = String.valueOf(row[0]);
      if (matches(pattern, name)) {
        boolean system = name.toLowerCase(Locale.ROOT).startsWith("sqlite_");
        boolean view = "view".equals(row[1]);
        tables.add(new TableEntry(name, system ? "SYSTEM TABLE" : view ? "VIEW" : "TABLE"));
      }
    }
    return tables;
  }

  /** A pragma about one object. */
  List<@Nullable Object[]> pragma(String pragma, String object) throws SQLException {
    return query("PRAGMA " + pragma + "(" + Identifiers.literal(object) + ")");
  }

  /**
   * Whether a name fits a pattern of JDBC: % and _, with \ before one that is meant; null is any.
   */
  static boolean matches(@Nullable String pattern, String name) {
    if (pattern == null || pattern.equals("%")) {
      return true;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(
            regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL)
        .matcher(name)
        .matches();
  }
}
