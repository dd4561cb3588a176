package org.braiddb.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.shell.text.SqlText;
import org.braiddb.sql.Connection.AttachedDatabase;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The commands that show what is in the databases. */
final class SchemaCommands {
  private static final int SCREEN = 80;

  private SchemaCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "tables",
            "?PATTERN?",
            "List tables and views like PATTERN",
            0,
            1,
            SchemaCommands::tables),
        new Command(
            "indexes",
            "?TABLE?",
            "List indexes, or those of tables like TABLE",
            0,
            1,
            SchemaCommands::indexes),
        new Command(
            "schema",
            "?PATTERN?",
            "Show the CREATE statements of what is like PATTERN",
            0,
            1,
            SchemaCommands::schema),
        new Command(
            "databases", "", "List the attached databases", 0, 0, SchemaCommands::databases));
  }

  private static void tables(ShellSession session, List<String> words) {
    List<String> names = new ArrayList<>();
    for (AttachedDatabase database : session.connection().databases()) {
      String sql =
          "SELECT name FROM "
              + SqlText.name(database.name())
              + ".sqlite_schema WHERE type IN ('table','view')"
              + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name LIKE ?1";
      query(session, sql, pattern(words), row -> names.add(qualified(database, row)));
    }
    print(session, names);
  }

  private static void indexes(ShellSession session, List<String> words) {
    List<String> names = new ArrayList<>();
    for (AttachedDatabase database : session.connection().databases()) {
      String sql =
          "SELECT name FROM "
              + SqlText.name(database.name())
              + ".sqlite_schema WHERE type = 'index' AND tbl_name LIKE ?1";
      query(session, sql, pattern(words), row -> names.add(qualified(database, row)));
    }
    print(session, names);
  }

  private static String pattern(List<String> words) {
    return words.isEmpty() ? "%" : words.getFirst();
  }

  private static String qualified(AttachedDatabase database, Statement row) {
    String name = text(row, 0);
    return database.name().equals("main") ? name : database.name() + "." + name;
  }

  /** Prints names in as many columns as the screen has room for, sorted from top to bottom. */
  private static void print(ShellSession session, List<String> names) {
    List<String> sorted = names.stream().sorted().toList();
    int width = sorted.stream().mapToInt(String::length).max().orElse(0);
    int columns = Math.max(1, SCREEN / (width + 2));
    int lines = (sorted.size() + columns - 1) / columns;
    for (int line = 0; line < lines; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = line; i < sorted.size(); i += lines) {
        String name = sorted.get(i);
        text.append(i > line ? "  " : "").append(name).repeat(' ', width - name.length());
      }
      session.out().line(text.toString().stripTrailing());
    }
  }

  private static void schema(ShellSession session, List<String> words) {
    for (AttachedDatabase database : session.connection().databases()) {
      String sql =
          "SELECT sql FROM "
              + SqlText.name(database.name())
              + ".sqlite_schema WHERE sql IS NOT NULL AND tbl_name LIKE ?1"
              + " ORDER BY tbl_name = 'sqlite_sequence', rowid";
      query(session, sql, pattern(words), row -> session.out().line(text(row, 0) + ";"));
    }
  }

  private static void databases(ShellSession session, List<String> words) {
    for (AttachedDatabase database : session.connection().databases()) {
      String file = database.file().isEmpty() ? "\"\"" : database.file();
      String access = session.connection().isReadOnly(database.name()) ? "r/o" : "r/w";
      session
          .out()
          .line(
              database.name()
                  + ": "
                  + file
                  + " "
                  + access
                  + " journal_mode="
                  + session.connection().journalMode(database.name()));
    }
  }

  private static void query(
      ShellSession session, String sql, String parameter, Consumer<Statement> action) {
    try (Statement statement = session.connection().prepare(sql)) {
      statement.bindText(1, parameter);
      while (statement.step()) {
        if (session.isInterrupted()) {
          throw new CommandException("interrupted");
        }
        action.accept(statement);
      }
    }
  }

  private static String text(Statement row, int column) {
    @Nullable String text = row.columnText(column);
    return text == null ? "" : text;
  }
}
