package org.braiddb.shell.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.output.OutputSettings;
import org.braiddb.shell.output.PlanPrinter;
import org.braiddb.shell.output.RowPrinter;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;

/**
 * A run of the shell: one connection, the settings, the streams. Used by one thread; {@link
 * #interrupt()} alone may be called from any.
 */
public final class ShellSession implements AutoCloseable {
  private final Console console;
  private final DotCommands commands;
  private final OutputSettings look = new OutputSettings();
  private final Switches switches = new Switches();
  private Database database;
  private volatile Connection connection;
  private volatile boolean interrupted;
  private volatile Runnable whatElseRuns = () -> {};
  private boolean failed;
  private OptionalInt exitStatus = OptionalInt.empty();

  /**
   * Opens the database.
   *
   * @throws SqlException where it cannot be opened
   */
  public ShellSession(Database database, Console console, DotCommands commands) {
    this.database = database;
    this.console = console;
    this.commands = commands;
    this.connection = database.connect();
  }

  // ---- parts

  /** The streams. */
  public Console console() {
    return console;
  }

  /** Where results go. */
  public Output out() {
    return console.out();
  }

  /** How rows look. */
  public OutputSettings look() {
    return look;
  }

  /** What is switched on. */
  public Switches switches() {
    return switches;
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** The connection to it. */
  public Connection connection() {
    return connection;
  }

  /** The dot commands. */
  public DotCommands commands() {
    return commands;
  }

  /**
   * Connects to another database and leaves the one before, rolling back what is open there.
   *
   * @throws SqlException where it cannot be opened; then nothing has changed
   */
  public void open(Database other) {
    Connection before = connection;
    connection = other.connect();
    database = other;
    before.close();
  }

  /**
   * Does something while the database is not open, and connects to it again. Attached databases and
   * temporary tables are gone afterwards.
   */
  public void disconnected(Runnable action) {
    connection.close();
    try {
      action.run();
    } finally {
      connection = database.connect();
    }
  }

  // ---- the course of the run

  /** Makes the running statement stop, and the script it is part of. */
  public void interrupt() {
    interrupted = true;
    connection.interrupt();
    whatElseRuns.run();
  }

  /**
   * Does something that does not run on the session's own connection.
   *
   * @param stop called by {@link #interrupt()} meanwhile, on another thread
   */
  public void interruptible(Runnable action, Runnable stop) {
    whatElseRuns = stop;
    try {
      action.run();
    } finally {
      whatElseRuns = () -> {};
    }
  }

  /** Whether {@link #interrupt()} was called since {@link #clearInterrupt()}. */
  public boolean isInterrupted() {
    return interrupted;
  }

  /** Begins anew after an interrupt. */
  public void clearInterrupt() {
    interrupted = false;
  }

  /** Ends the run after the present command with an exit status. */
  public void exit(int status) {
    exitStatus = OptionalInt.of(status);
  }

  /** Whether the run shall end. */
  public boolean isExiting() {
    return exitStatus.isPresent();
  }

  /** The exit status: the one asked for, else 1 where anything has failed. */
  public int exitStatus() {
    return exitStatus.orElse(failed ? 1 : 0);
  }

  /** Reports a failure. */
  public void fail(String message) {
    failed = true;
    console.error(message);
  }

  // ---- running text

  /**
   * Runs a line that begins with a dot.
   *
   * @return whether it succeeded; a failure has been reported
   */
  public boolean runCommand(String line, Origin origin) {
    if (switches.echo()) {
      out().line(line);
    }
    try {
      commands.run(this, line);
      return true;
    } catch (CommandException e) {
      fail(origin.prefix(1) + e.getMessage());
    } catch (SqlException e) {
      fail(ErrorText.of(e, "", 0, origin));
    } finally {
      console.endCommand();
    }
    return false;
  }

  /**
   * Runs the statements of a text up to the first that fails.
   *
   * @return whether all succeeded; a failure has been reported
   */
  public boolean runSql(String text, Origin origin) {
    if (switches.echo()) {
      out().line(text.strip());
    }
    int offset = 0;
    try {
      while (!interrupted) {
        Optional<Statement> next = connection.prepareAt(text, offset);
        if (next.isEmpty()) {
          return true;
        }
        try (Statement statement = next.get()) {
          runStatement(statement);
          offset = statement.end();
        }
      }
    } catch (SqlException e) {
      fail(ErrorText.of(e, text, statementStart(text, offset), origin));
    } finally {
      console.endStatement();
    }
    return false;
  }

  private static int statementStart(String text, int offset) {
    int start = offset;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private void runStatement(Statement statement) {
    long started = System.nanoTime();
    List<String> names = List.of();
    RowPrinter printer = look.printer(out());
    try {
      while (statement.step()) {
        if (names.isEmpty()) {
          names = names(statement);
          if (statement.isExplain() && PlanPrinter.isFor(names)) {
            printer = new PlanPrinter(out());
          }
        }
        printer.row(names, statement);
      }
    } finally {
      printer.end();
    }
    if (switches.changes()) {
      out()
          .line(
              "changes: "
                  + connection.changes()
                  + "   total_changes: "
                  + connection.totalChanges());
    }
    if (switches.timer()) {
      out().line(String.format("Run Time: real %.3f", (System.nanoTime() - started) / 1e9));
    }
  }

  private static List<String> names(Statement statement) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < statement.columnCount(); i++) {
      names.add(statement.columnName(i));
    }
    return names;
  }

  /** Rolls back what is open and closes the database. */
  @Override
  public void close() {
    connection.close();
    console.flush();
  }
}
