package org.braiddb.shell.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.braiddb.shell.compare.Comparison;
import org.braiddb.shell.session.CommandException;
import org.braiddb.shell.session.ScriptRunner;
import org.braiddb.shell.session.ShellSession;
import org.braiddb.shell.transfer.CsvImport;
import org.braiddb.shell.transfer.Dump;
import org.braiddb.sql.Backup;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.Statement;

/** The commands that read and write files. */
final class FileCommands {
  private static final String IMPORT_USAGE = "usage: .import ?--csv? ?--skip N? FILE TABLE";
  private static final int DEEPEST_READ = 16;

  private FileCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "open",
            "?--readonly? FILE",
            "Close the database and open another",
            1,
            2,
            FileCommands::open),
        new Command(
            "backup",
            "?DB? FILE",
            "Copy database DB (main) as it is now into FILE",
            1,
            2,
            FileCommands::backup),
        new Command("save", "?DB? FILE", "Another name for .backup", 1, 2, FileCommands::backup),
        new Command(
            "restore",
            "?main? FILE",
            "Replace the database by the one in FILE; what is attached or not committed is left",
            1,
            2,
            FileCommands::restore),
        new Command("read", "FILE", "Run the script in FILE", 1, 1, new Reading()),
        new Command(
            "import",
            "?--csv? ?--skip N? FILE TABLE",
            "Put the rows of a CSV file into TABLE; make it of the header row if it is missing",
            2,
            5,
            FileCommands::importCsv),
        new Command(
            "dump",
            "?TABLE?",
            "Write the database, or tables like TABLE, as SQL that SQLite reads too",
            0,
            1,
            (session, words) -> new Dump(session).run(words.isEmpty() ? "%" : words.getFirst())),
        new Command(
            "compare",
            "FILE",
            "Run the workload in FILE in every installed journal mode, on databases of its own",
            1,
            1,
            (session, words) -> {
              Comparison comparison = new Comparison(session.out());
              session.interruptible(
                  () -> comparison.run(path(words.getFirst())), comparison::interrupt);
            }),
        new Command(
            "recover",
            RecoverCommand.ARGUMENTS,
            "Write what can be read of a damaged database as SQL",
            0,
            4,
            new RecoverCommand()),
        new Command(
            "output",
            "?FILE?",
            "Send results to FILE, or to the screen again",
            0,
            1,
            FileCommands::output),
        new Command(
            "once",
            "FILE",
            "Send the result of the next statement or command to FILE",
            1,
            1,
            (session, words) -> session.console().redirect(path(words.getFirst()), true)));
  }

  private static void open(ShellSession session, List<String> words) {
    boolean readOnly = words.contains("--readonly");
    List<String> files = words.stream().filter(word -> !word.equals("--readonly")).toList();
    if (files.size() != 1) {
      throw new CommandException("usage: .open ?--readonly? FILE");
    }
    DatabaseOptions options = session.database().options().toBuilder().readOnly(readOnly).build();
    session.open(Database.at(files.getFirst(), options));
  }

  private static void backup(ShellSession session, List<String> words) {
    String schema = words.size() == 1 ? "main" : words.getFirst();
    try (Backup backup = session.connection().startBackup(schema, path(words.getLast()))) {
      backup.step(-1);
    }
  }

  /** The file is replaced as a whole, so that it is the old database or the new one. */
  private static void restore(ShellSession session, List<String> words) {
    if (words.size() == 2 && !words.getFirst().equalsIgnoreCase("main")) {
      throw new CommandException("only main can be restored, not \"" + words.getFirst() + "\"");
    }
    String place = fileOfMain(session);
    if (place.isEmpty()) {
      throw new CommandException("a database in memory cannot be restored: .open FILE instead");
    }
    DatabaseOptions options = DatabaseOptions.builder().readOnly(true).build();
    try (Connection source = Database.at(path(words.getLast()).toString(), options).connect()) {
      session.disconnected(() -> source.backup(Path.of(place)));
    }
  }

  private static String fileOfMain(ShellSession session) {
    String sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    try (Statement statement = session.connection().prepare(sql)) {
      return statement.step() ? Objects.requireNonNullElse(statement.columnText(0), "") : "";
    }
  }

  private static void output(ShellSession session, List<String> words) {
    if (words.isEmpty() || words.getFirst().equals("stdout")) {
      session.console().restore();
    } else {
      session.console().redirect(path(words.getFirst()), false);
    }
  }

  private static void importCsv(ShellSession session, List<String> words) {
    long skip = 0;
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String option = words.get(at++);
      if (isOption(option, "skip") && at < words.size()) {
        skip = lines(words.get(at++));
      } else if (!isOption(option, "csv")) {
        throw new CommandException(IMPORT_USAGE);
      }
    }
    List<String> rest = words.subList(at, words.size());
    if (rest.size() != 2) {
      throw new CommandException(IMPORT_USAGE);
    }
    new CsvImport(session, path(rest.getFirst()), rest.get(1)).run(skip);
  }

  /** Whether a word is an option, with one dash or two, as in SQLite's shell. */
  private static boolean isOption(String word, String name) {
    return word.equals("--" + name) || word.equals("-" + name);
  }

  private static long lines(String word) {
    try {
      return Long.parseUnsignedLong(word);
    } catch (NumberFormatException e) {
      throw new CommandException("not a number of rows: \"" + word + "\"", e);
    }
  }

  private static Path path(String name) {
    String home = System.getProperty("user.home", "");
    try {
      return Path.of(name.startsWith("~/") ? home + name.substring(1) : name);
    } catch (InvalidPathException e) {
      throw new CommandException("not a file name: \"" + name + "\"", e);
    }
  }

  /** Runs scripts, which may run scripts, but not for ever. */
  private static final class Reading implements Command.Action {
    private int depth;

    @Override
    public void run(ShellSession session, List<String> words) {
      Path file = path(words.getFirst());
      if (depth == DEEPEST_READ) {
        throw new CommandException("scripts read each other more than " + depth + " deep: " + file);
      }
      depth++;
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        new ScriptRunner(session, lines, file.toString()).run();
      } catch (NoSuchFileException e) {
        throw new CommandException("there is no file \"" + file + "\"", e);
      } catch (IOException e) {
        throw new CommandException("cannot read \"" + file + "\": " + e.getMessage(), e);
      } finally {
        depth--;
      }
    }
  }
}
