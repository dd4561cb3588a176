package org.braiddb.shell;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.braiddb.shell.command.CommandTable;
import org.braiddb.shell.compare.Comparison;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.Console;
import org.braiddb.shell.session.Origin;
import org.braiddb.shell.session.ScriptRunner;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.sql.SqlException;

/** The shell over streams that it is given. */
final class Shell {
  private static final int FAILED = 1;

  private final BufferedReader in;
  private final Console console;
  private final Output out;
  private final Output errors;
  private final Typing typing;

  /** What a person at a terminal gets. */
  interface Typing {
    /** Whether there is a terminal. */
    boolean isPossible();

    /** Runs what is typed until the person leaves. */
    void run(ShellSession session, CommandTable commands);
  }

  /**
   * A shell.
   *
   * @param in standard input
   */
  Shell(BufferedReader in, Output out, Output errors, Typing typing) {
    this.in = in;
    this.out = out;
    this.errors = errors;
    this.console = new Console(out, errors);
    this.typing = typing;
  }

  /**
   * Runs a command line.
   *
   * @return the exit status: 0, 1 where something failed, 2 where the command line is wrong
   */
  int run(List<String> arguments) {
    try {
      if (arguments.stream().noneMatch(argument -> argument.startsWith("-"))) {
        return run(ShellOptions.positional(arguments));
      }
      OptionParser parser = new OptionParser(out, errors);
      OptionalInt status = parser.read(arguments);
      return status.isPresent() ? status.getAsInt() : run(parser.options());
    } catch (Output.ClosedException e) {
      return FAILED;
    }
  }

  private int run(ShellOptions options) {
    return options.compare.isPresent() ? compare(options.compare.get()) : runSession(options);
  }

  private int compare(Path file) {
    try {
      new Comparison(out).run(file);
      return 0;
    } catch (CommandException e) {
      return failed(String.valueOf(e.getMessage()));
    } finally {
      out.flush();
    }
  }

  private int runSession(ShellOptions options) {
    options.recoverWithoutOpening();
    CommandTable commands = new CommandTable();
    try (ShellSession session = new ShellSession(options.database(), console, commands)) {
      set(session, options);
      run(session, commands, options);
      session.console().restore();
      return session.exitStatus();
    } catch (SqlException e) {
      return failed("cannot open \"" + options.file + "\": " + e.getMessage());
    } catch (CommandException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private int failed(String message) {
    console.error("Error: " + message);
    return FAILED;
  }

  private static void set(ShellSession session, ShellOptions options) {
    options.mode.ifPresent(session.look()::setMode);
    options.headers.ifPresent(session.look()::setHeaders);
    session.look().setNullValue(options.nullValue);
    session.switches().setBail(options.bail);
  }

  private void run(ShellSession session, CommandTable commands, ShellOptions options) {
    if (!runAll(session, options.commands) || !runAll(session, options.sql)) {
      return;
    }
    if (!options.sql.isEmpty()) {
      return;
    }
    if (!options.batch && typing.isPossible()) {
      typing.run(session, commands);
    } else {
      new ScriptRunner(session, in, "").run();
    }
  }

  /** Runs texts up to the first that fails or ends the shell. */
  private static boolean runAll(ShellSession session, List<String> texts) {
    for (String text : texts) {
      Origin origin = text.strip().contains("\n") ? new Origin("", 1) : Origin.TYPED;
      boolean good =
          text.stripLeading().startsWith(".")
              ? session.runCommand(text.strip(), origin)
              : session.runSql(text, origin);
      if (!good || session.isExiting()) {
        return false;
      }
    }
    return true;
  }
}
