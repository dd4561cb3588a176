package org.braiddb.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.publish.Publication;
import org.braiddb.bench.report.Reports;
import org.braiddb.bench.run.Cell;
import org.braiddb.bench.run.Comparison;
import org.braiddb.bench.run.ForceCheck;
import org.braiddb.bench.run.Plan;
import org.braiddb.bench.run.Progress;
import org.braiddb.bench.run.RunSettings;
import org.braiddb.bench.run.Task;
import org.braiddb.bench.workload.Directories;
import org.braiddb.bench.workload.Workload;
import org.braiddb.bench.workload.Workloads;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the benchmark. */
@Command(
    name = "bench/run",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "Compares Braid's modes with each other and with other embedded engines.",
    footer = {
      "",
      "Without options it is the short comparison, some 6 minutes. With contenders, workloads"
          + " or",
      "threads it is what these name. 'bench/run jmh ...' hands the rest to JMH's own command"
          + " line;",
      "'bench/run publish DIRECTORY' brings the table of docs/benchmarks.md and the README's chart"
          + " up to the",
      "report in that directory; it is to be called from the top of the sources."
    })
public final class Main implements Callable<Integer> {
  /** How much is compared. */
  private static final class Extent {
    @Option(names = "--short", description = "a choice of tasks, some 6 minutes (the default)")
    boolean brief;

    @Option(
        names = "--table",
        description = "the tasks of the table in docs/benchmarks.md, some 19 minutes")
    boolean table;

    @Option(
        names = "--full",
        description =
            "every workload, level of durability and number of threads, virtual ones too: a day;"
                + " or all of the workloads that are named")
    boolean full;
  }

  @ArgGroup Extent extent = new Extent();

  @Option(
      names = {"-c", "--contenders"},
      split = ",",
      paramLabel = "NAME",
      converter = Arguments.NamedContender.class,
      description = "only these, separated by commas")
  List<Contender> contenders = new ArrayList<>();

  @Option(
      names = {"-w", "--workloads"},
      split = ",",
      paramLabel = "NAME",
      converter = Arguments.NamedWorkload.class,
      description = "only these, separated by commas")
  List<Workload> workloads = new ArrayList<>();

  @Option(
      names = {"-t", "--threads"},
      split = ",",
      paramLabel = "N",
      converter = Arguments.AtLeastOne.class,
      description = "with so many threads, one after the other")
  List<Integer> threads = new ArrayList<>();

  @Option(names = "--virtual", description = "with 1000 virtual threads too")
  boolean virtual;

  @Option(names = "--durability", description = "only ${COMPLETION-CANDIDATES}")
  Optional<Durability> durability = Optional.empty();

  @Option(
      names = "--rows",
      paramLabel = "N",
      converter = Arguments.AtLeastOne.class,
      description = "the size of the data sets (1,000,000)")
  Optional<Integer> rows = Optional.empty();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Arguments.AtLeastOne.class,
      description = "how many processes each cell gets (1; full: 3)")
  Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--warmups",
      paramLabel = "N",
      converter = Arguments.AtLeastOne.class,
      description = "iterations that do not count (5); the first opens the database")
  Optional<Integer> warmups = Optional.empty();

  @Option(
      names = "--iterations",
      paramLabel = "N",
      converter = Arguments.AtLeastOne.class,
      description = "iterations that count (3; full: 5)")
  Optional<Integer> iterations = Optional.empty();

  @Option(
      names = "--millis",
      paramLabel = "N",
      converter = Arguments.AtLeastOne.class,
      description =
          "of an iteration (400, and 1000 of one that does not count, short: 500; full: 2000);"
              + " those that do not count are twice as long where the workload writes")
  Optional<Integer> millis = Optional.empty();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      converter = Arguments.HeapSize.class,
      description = "memory of a process, as after -Xmx (4g)")
  String heap = "4g";

  @Option(
      names = "--no-checkpoints",
      description = "let Braid's and SQLite's logs grow, to see what checkpoints cost")
  boolean noCheckpoints;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIRECTORY",
      description = "for the report and the raw data (target/report)")
  Path output = Path.of("target", "report");

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description = "for the databases, on the disk to be measured (target/bench-data)")
  Path data = Path.of("target", "bench-data");

  @Option(names = "--list", description = "list contenders and workloads and end")
  boolean list;

  private static final List<String> DIRECTORY_OPTIONS = List.of("-o", "--output", "--data");

  @Spec CommandSpec spec = CommandSpec.create();

  private String command = "bench/run";

  private Main() {}

  /** Runs it and ends the process. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(
          List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
      return;
    }
    PrintWriter errors = new PrintWriter(System.err, true);
    boolean publishes = arguments.length == 2 && arguments[0].equals("publish");
    System.exit(publishes ? publish(Path.of(arguments[1]), errors) : run(arguments, errors));
  }

  /** Brings the documentation up to the report in a directory. */
  static int publish(Path directory, PrintWriter errors) throws IOException {
    try {
      Publication.write(Path.of(""), directory);
      return CommandLine.ExitCode.OK;
    } catch (NoSuchFileException e) {
      errors.println(
          "Error: there is no file "
              + e.getFile()
              + "; 'publish' takes the directory of a report, and is called from the top of the"
              + " sources");
      return CommandLine.ExitCode.USAGE;
    }
  }

  /**
   * Runs it.
   *
   * @param errors where it is told what is wrong with the arguments
   * @return the exit status: 0, 1 where a cell has failed, 2 where the arguments are wrong
   */
  static int run(String[] arguments, PrintWriter errors) {
    Main main = new Main();
    main.command = command(arguments);
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(errors)
        .setParameterExceptionHandler((wrong, ignored) -> {
          errors.println("Error: " + wrong.getMessage() + "; --help lists the options");
          return CommandLine.ExitCode.USAGE;
        })
        .execute(arguments);
  }

  /** What was asked for, but for the names of directories. */
  private static String command(String[] arguments) {
    List<String> words = new ArrayList<>(List.of("bench/run"));
    for (int i = 0; i < arguments.length; i++) {
      if (DIRECTORY_OPTIONS.contains(arguments[i])) {
        i++;
      } else if (DIRECTORY_OPTIONS.stream().noneMatch(arguments[i]::startsWith)) {
        words.add(arguments[i]);
      }
    }
    return String.join(" ", words);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      Contenders.all().forEach(c -> System.out.printf("%-22s %s%n", c.id(), c.version()));
      System.out.println();
      Workloads.all().forEach(w -> System.out.printf("%-22s %s%n", w.id(), w.title()));
      return 0;
    }
    List<Cell> cells = cells();
    if (cells.isEmpty()) {
      throw wrong("no contender takes part in what was asked for" + absences());
    }
    RunSettings settings = settings();
    List<Contender> present = cells.stream().map(Cell::contender).distinct().toList();
    Comparison.Outcome outcome;
    String forces;
    try {
      outcome = new Comparison(settings, new Progress(System.err, onTerminal())).run(cells);
      forces = new ForceCheck(settings.data()).describe(present);
    } finally {
      Directories.delete(settings.data());
    }
    System.out.println(Reports.write(output, outcome, settings, present, command, forces));
    System.out.println("The report: " + output.resolve("report.html"));
    return outcome.results().stream().allMatch(r -> r.failure().isEmpty()) ? 0 : 1;
  }

  private static boolean onTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** Why contenders that were asked for are not there, after a colon. */
  private String absences() {
    return Stream.of(Durability.values())
        .filter(level -> durability.isEmpty() || durability.get() == level)
        .flatMap(level ->
            contenders.stream()
                .flatMap(contender ->
                    contender.absence(level).stream().map(why -> contender.title() + ": " + why)))
        .distinct()
        .reduce("", (all, one) -> (all.isEmpty() ? ": " : all + "; ") + one);
  }

  private RunSettings settings() {
    // Not after hours, when there is a report to be written.
    directory("--output", output);
    Path parent = directory("--data", data.toAbsolutePath());
    Path databases;
    String disk;
    try {
      databases = Files.createTempDirectory(parent, "comparison-");
      disk = Files.getFileStore(databases).type();
    } catch (IOException e) {
      throw wrong("cannot write into the directory of '--data', " + parent + ": " + e);
    }
    return new RunSettings(
        rows.orElse(1_000_000),
        rounds.orElse(extent.full ? 3 : 1),
        warmups.orElse(5),
        millis.orElse(warmupMillis()),
        iterations.orElse(extent.full ? 5 : 3),
        millis.orElse(extent.full ? 2000 : 400),
        databases,
        disk,
        heap,
        !noCheckpoints);
  }

  private Path directory(String option, Path wanted) {
    try {
      Path made = Files.createDirectories(wanted);
      if (Files.isWritable(made)) {
        return made;
      }
    } catch (IOException e) {
      throw wrong("cannot make the directory of '" + option + "': " + e);
    }
    throw wrong("cannot write into the directory of '" + option + "', " + wanted);
  }

  private int warmupMillis() {
    if (extent.full) {
      return 2000;
    }
    return extent.table || named() ? 1000 : 500;
  }

  /** Whether it is told what is to be compared. */
  private boolean named() {
    return chosen() || !contenders.isEmpty();
  }

  private boolean chosen() {
    return !workloads.isEmpty() || !threads.isEmpty() || virtual;
  }

  private List<Cell> cells() {
    return planned()
        .filter(cell -> durability.isEmpty() || durability.get() == cell.task().durability())
        .toList();
  }

  private Stream<Cell> planned() {
    List<Cell> choice = extent.table ? Plan.table() : Plan.brief();
    if (!extent.full && !named()) {
      return choice.stream();
    }
    List<Task> tasks =
        chosen() || extent.full ? tasks() : choice.stream().map(Cell::task).distinct().toList();
    Stream<Cell> cells = Plan.cells(tasks, who()).stream();
    return extent.full || !contenders.isEmpty()
        ? cells
        : cells.filter(cell -> !cell.readsAsAnother());
  }

  private List<Contender> who() {
    return contenders.isEmpty() ? Contenders.all() : contenders;
  }

  private List<Task> tasks() {
    List<Workload> what = workloads.isEmpty() ? Workloads.all() : workloads;
    if (extent.full && threads.isEmpty()) {
      return Plan.whole(what);
    }
    return Plan.of(what, threads.isEmpty() ? List.of(1) : threads, virtual);
  }
}
