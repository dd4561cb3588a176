package org.braiddb.bench.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.braiddb.bench.contender.Checkpoints;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH run a cell in a process of its own. */
final class CellRunner {
  /** What the processes are started with. */
  static final List<String> JVM_ARGUMENTS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /** How long an iteration may last beyond its time; then the cell has failed. */
  private static final TimeValue LONGEST = TimeValue.minutes(2);

  private final RunSettings settings;
  private final Path failure;

  /**
   * What came of a cell.
   *
   * @param result empty where it has failed
   * @param failure why; empty where it has not
   */
  record Outcome(Optional<RunResult> result, Optional<String> failure) {}

  CellRunner(RunSettings settings) {
    this.settings = settings;
    this.failure = settings.data().resolve("failure.txt");
  }

  Outcome run(Cell cell) {
    try {
      List<RunResult> results = List.copyOf(new Runner(options(cell).build()).run());
      Optional<String> reason = Failures.take(failure);
      return results.size() == 1 && reason.isEmpty()
          ? new Outcome(Optional.of(results.getFirst()), Optional.empty())
          : new Outcome(Optional.empty(), Optional.of(reason.orElse("JMH gave no result")));
    } catch (RunnerException e) {
      return new Outcome(Optional.empty(), Optional.of(Failures.take(failure).orElse(reason(e))));
    }
  }

  private static String reason(RunnerException failure) {
    Throwable[] inner = failure.getSuppressed();
    return inner.length == 0 ? rootOf(failure).toString() : Arrays.toString(inner);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return root;
  }

  private ChainedOptionsBuilder options(Cell cell) {
    Task task = cell.task();
    TimeValue time = TimeValue.milliseconds(settings.iterationMillis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(WorkloadBenchmark.class.getName() + "\\.transaction$")
            .param("contender", cell.contender().id())
            .param("workload", task.workload().id())
            .param("durability", task.durability().name())
            .param("rows", Long.toString(settings.rows()))
            .threads(task.threads())
            .forks(1)
            .warmupIterations(task.workload().isLong() ? 0 : settings.warmups())
            .warmupTime(TimeValue.milliseconds(settings.warmupMillis(task.workload())))
            .measurementIterations(task.workload().isLong() ? 1 : settings.iterations())
            .measurementTime(time)
            .addProfiler(TrialProfiler.class)
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend(arguments(task))
            // Or else threads would go on until the last has had its turn, which can take long
            // where writers wait by polling.
            .syncIterations(false)
            .timeout(LONGEST)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    return options;
  }

  private String[] arguments(Task task) {
    List<String> arguments = new ArrayList<>(JVM_ARGUMENTS);
    arguments.add("-Xmx" + settings.heap());
    arguments.add("-D" + WorkloadBenchmark.DATA_PROPERTY + "=" + settings.data());
    arguments.add("-D" + Failures.FILE_PROPERTY + "=" + failure);
    arguments.add("-D" + Checkpoints.OFF_PROPERTY + "=" + !settings.checkpoints());
    if (task.virtual()) {
      arguments.add("-Djmh.executor=VIRTUAL");
    }
    return arguments.toArray(String[]::new);
  }
}
