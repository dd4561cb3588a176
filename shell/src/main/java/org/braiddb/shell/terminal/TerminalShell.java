package org.braiddb.shell.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.Origin;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.sql.BraidVersion;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Runs what a person types. */
public final class TerminalShell {
  private static final int HISTORY_ENTRIES = 10_000;

  private final ShellSession session;
  private final Terminal terminal;
  private final LineReader reader;

  /**
   * A shell at a terminal.
   *
   * @param commands the names of the dot commands
   * @param history the file of what was typed before; empty to keep none
   */
  TerminalShell(
      ShellSession session, List<String> commands, Terminal terminal, Optional<Path> history) {
    this.session = session;
    this.terminal = terminal;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .appName("braid")
            .terminal(terminal)
            .parser(new EntryParser())
            .completer(new NameCompleter(new SchemaNames(session), commands))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P  ...> ")
            .variable(LineReader.HISTORY_SIZE, HISTORY_ENTRIES)
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.CASE_INSENSITIVE, true)
            .option(Option.HISTORY_IGNORE_SPACE, true);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    this.reader = builder.build();
  }

  /** Runs a shell at the terminal of the process until the person leaves. */
  public static void onSystemTerminal(ShellSession session, List<String> commands) {
    try (Terminal terminal =
        TerminalBuilder.builder().system(true).encoding(StandardCharsets.UTF_8).build()) {
      new TerminalShell(session, commands, terminal, HistoryFile.find()).run();
    } catch (IOException e) {
      throw new CommandException("cannot use the terminal: " + e.getMessage(), e);
    }
  }

  /** Runs until the person leaves. */
  void run() {
    greet();
    terminal.handle(Terminal.Signal.INT, signal -> session.interrupt());
    while (!session.isExiting()) {
      try {
        accept(reader.readLine(prompt()));
      } catch (UserInterruptException e) {
        // The entry is dropped; the next one begins.
      } catch (EndOfFileException e) {
        // Ctrl-D on an empty entry; failures of the past do not make leaving a failure.
        session.exit(0);
      }
    }
  }

  private void greet() {
    session
        .out()
        .line(
            "Braid "
                + BraidVersion.BRAID
                + " (dialect of SQLite "
                + BraidVersion.DIALECT
                + "), journal mode "
                + session.connection().journalMode());
    session.out().line(place());
    session.out().line("Statements end with a semicolon; .help lists commands, .quit leaves.");
    session.out().flush();
  }

  private String place() {
    return session.database().place().equals(":memory:")
        ? "Connected to an in-memory database, gone when you leave; .open FILE opens another."
        : "Connected to " + session.database().place();
  }

  private String prompt() {
    return session.connection().autocommit() ? "braid> " : "braid*> ";
  }

  private void accept(String entry) {
    session.clearInterrupt();
    String text = entry.strip();
    if (text.startsWith(".")) {
      session.runCommand(text, Origin.TYPED);
    } else {
      session.runSql(entry, Origin.TYPED);
    }
  }
}
