package org.braiddb.shell;

import java.util.List;
import java.util.OptionalInt;
import org.braiddb.shell.output.Output;
import org.braiddb.sql.BraidVersion;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reads a command line that has options. */
final class OptionParser {
  private static final int MISUSE = 2;

  private final Output out;
  private final Output errors;
  private final ShellOptions options = new ShellOptions();
  private final CommandLine line =
      new CommandLine(options)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setUnmatchedOptionsArePositionalParams(false);

  OptionParser(Output out, Output errors) {
    this.out = out;
    this.errors = errors;
  }

  ShellOptions options() {
    return options;
  }

  /**
   * Reads the arguments.
   *
   * @return the exit status where everything is said already; empty where the shell shall run
   */
  OptionalInt read(List<String> arguments) {
    try {
      line.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      errors.line("Error: " + e.getMessage() + "; --help lists the options");
      errors.flush();
      return OptionalInt.of(MISUSE);
    }
    if (options.help) {
      out.print(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
    } else if (options.version) {
      out.line("Braid " + BraidVersion.BRAID + " (dialect of SQLite " + BraidVersion.DIALECT + ")");
    } else {
      return OptionalInt.empty();
    }
    out.flush();
    return OptionalInt.of(0);
  }
}
