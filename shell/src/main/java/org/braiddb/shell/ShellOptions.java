package org.braiddb.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.shell.output.OutputMode;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the command line says. Filled by the parser of options, or of nothing but positions. */
@Command(
    name = "braid",
    sortOptions = false,
    header = "Braid's shell: SQL on a database file of SQLite's format.",
    footer = {
      "",
      "With SQL, runs it and ends; so it does with a script on standard input. Otherwise opens a",
      "shell; .help lists its commands. The exit status is 1 where a statement has failed. A"
          + " script",
      "goes on after a failure unless --bail is given; SQL that is given as arguments does not."
    })
final class ShellOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "the database: a path, :memory: or a file: URI; made if missing (:memory:)")
  String file = ":memory:";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SQL",
      description = "statements or dot commands to run")
  List<String> sql = new ArrayList<>();

  @Option(
      names = {"--mode", "-mode"},
      paramLabel = "MODE",
      description = "how rows look: ${COMPLETION-CANDIDATES} (box)")
  Optional<OutputMode> mode = Optional.empty();

  @Option(
      names = {"--headers", "-header"},
      negatable = true,
      description = "show the names of columns, or do not")
  Optional<Boolean> headers = Optional.empty();

  @Option(
      names = {"--nullvalue", "-nullvalue"},
      paramLabel = "TEXT",
      description = "what is shown for NULL (nothing)")
  String nullValue = "";

  @Option(
      names = {"--cmd", "-cmd"},
      paramLabel = "COMMAND",
      description = "run a statement or dot command before everything else")
  List<String> commands = new ArrayList<>();

  @Option(
      names = {"--compare"},
      paramLabel = "FILE",
      description = "run the workload in FILE in every installed journal mode, and end")
  Optional<Path> compare = Optional.empty();

  @Option(
      names = {"--journal-mode"},
      paramLabel = "NAME",
      description = "the concurrency strategy, as PRAGMA journal_mode names it")
  Optional<String> journalMode = Optional.empty();

  @Option(
      names = {"--readonly", "-readonly"},
      description = "change nothing; a missing database is an error")
  boolean readOnly;

  @Option(
      names = {"--bail", "-bail"},
      description = "end a script at its first failure")
  boolean bail;

  @Option(
      names = {"--batch", "-batch"},
      description = "no line editing and no prompt, even on a terminal")
  boolean batch;

  /**
   * Lets {@code braid FILE .recover} read a file that is too damaged to be opened: the command gets
   * the file's name, and the shell no database.
   */
  void recoverWithoutOpening() {
    boolean only = commands.isEmpty() && sql.size() == 1 && sql.getFirst().startsWith(".recover");
    if (only && !file.equals(":memory:")) {
      sql = List.of(sql.getFirst() + " '" + file + "'");
      file = ":memory:";
    }
  }

  @Option(
      names = {"--help", "-h", "-help"},
      usageHelp = true,
      description = "show this and end")
  boolean help;

  @Option(
      names = {"--version", "-version"},
      versionHelp = true,
      description = "show the version and end")
  boolean version;

  /** Options of arguments among which none begins with a dash. */
  static ShellOptions positional(List<String> arguments) {
    ShellOptions options = new ShellOptions();
    if (!arguments.isEmpty()) {
      options.file = arguments.getFirst();
      options.sql = arguments.subList(1, arguments.size());
    }
    return options;
  }

  Database database() {
    DatabaseOptions.Builder builder = DatabaseOptions.builder().readOnly(readOnly);
    journalMode.ifPresent(builder::journalMode);
    return Database.at(file, builder.build());
  }
}
