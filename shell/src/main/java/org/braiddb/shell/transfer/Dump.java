package org.braiddb.shell.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Writes the main database as a script in the layout of SQLite's {@code .dump}. */
public final class Dump {
  private final ShellSession session;
  private final Connection connection;
  private boolean schemaWritable;

  /** An object of the schema. */
  private record Entry(String type, String name, String sql) {
    boolean isVirtual() {
      return sql.toUpperCase(Locale.ROOT).startsWith("CREATE VIRTUAL TABLE");
    }
  }

  /** A dump of the database that a session is connected to. */
  public Dump(ShellSession session) {
    this.session = session;
    this.connection = session.connection();
  }

  /**
   * Writes it.
   *
   * @param pattern the tables and views, as LIKE reads it
   */
  public void run(String pattern) {
    boolean own = connection.autocommit();
    if (own) {
      connection.begin();
    }
    try {
      write(pattern);
    } finally {
      if (own && !connection.autocommit()) {
        connection.rollback();
      }
    }
  }

  private void write(String pattern) {
    line("PRAGMA foreign_keys=OFF;");
    line("BEGIN TRANSACTION;");
    boolean sequence = false;
    for (Entry table : entries("type = 'table'", pattern)) {
      if (table.name().equals("sqlite_sequence")) {
        sequence = true;
      } else if (table.name().startsWith("sqlite_stat")) {
        line("ANALYZE sqlite_schema;");
        rows(table.name());
      } else if (!table.name().startsWith("sqlite_")) {
        table(table);
      }
    }
    if (sequence) {
      line("DELETE FROM sqlite_sequence;");
      rows("sqlite_sequence");
    }
    entries("type <> 'table'", pattern).forEach(entry -> line(entry.sql() + ";"));
    if (schemaWritable) {
      line("PRAGMA writable_schema=OFF;");
    }
    line("COMMIT;");
  }

  private List<Entry> entries(String condition, String pattern) {
    String sql =
        "SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND "
            + condition
            + " AND tbl_name LIKE ?1 ORDER BY tbl_name = 'sqlite_sequence', rowid";
    List<Entry> entries = new ArrayList<>();
    try (Statement statement = connection.prepare(sql)) {
      statement.bindText(1, pattern);
      while (statement.step()) {
        entries.add(new Entry(text(statement, 0), text(statement, 1), text(statement, 2)));
      }
    }
    return entries;
  }

  private static String text(Statement row, int column) {
    @Nullable String text = row.columnText(column);
    return text == null ? "" : text;
  }

  private void table(Entry table) {
    if (table.isVirtual()) {
      virtual(table);
    } else {
      line(table.sql() + ";");
      rows(table.name());
    }
  }

  /** A virtual table is entered as it is, since its module would make its tables anew. */
  private void virtual(Entry table) {
    if (!schemaWritable) {
      schemaWritable = true;
      line("PRAGMA writable_schema=ON;");
    }
    line(
        "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table',"
            + SqlText.text(table.name())
            + ","
            + SqlText.text(table.name())
            + ",0,"
            + SqlText.text(table.sql())
            + ");");
  }

  /** The rows of a table, without its generated columns, which SELECT * would show as well. */
  private void rows(String table) {
    String columns =
        storedColumns(table).stream().map(SqlText::name).collect(Collectors.joining(","));
    if (columns.isEmpty()) {
      throw new CommandException("no columns are known of table " + table);
    }
    String into = "INSERT INTO " + SqlText.name(table) + " VALUES(";
    String sql = "SELECT " + columns + " FROM main." + SqlText.name(table);
    try (Statement rows = connection.prepare(sql)) {
      while (rows.step()) {
        if (session.isInterrupted()) {
          throw new CommandException("interrupted");
        }
        line(
            IntStream.range(0, rows.columnCount())
                .mapToObj(i -> SqlText.lineLiteral(rows, i))
                .collect(Collectors.joining(",", into, ");")));
      }
    }
  }

  /** The columns that INSERT without a list of columns takes: {@code table_info} shows no other. */
  private List<String> storedColumns(String table) {
    List<String> names = new ArrayList<>();
    try (Statement info =
        connection.prepare("PRAGMA main.table_info(" + SqlText.quoted(table) + ")")) {
      while (info.step()) {
        names.add(text(info, 1));
      }
    }
    return names;
  }

  private void line(String text) {
    session.out().line(text);
  }
}
