package org.braiddb.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The comparison: every benchmark for every engine, those that commit with 1 to 64 threads, and one
 * table at the end. Arguments are regular expressions that select benchmarks.
 */
public final class Main {
  private Main() {}

  /** Runs it. */
  public static void main(String[] arguments) throws RunnerException {
    List<String> includes = new ArrayList<>(List.of(arguments));
    boolean brief = includes.remove("--short");
    if (includes.isEmpty()) {
      includes.add(".*");
    }
    List<RunResult> results = new ArrayList<>();
    for (String include : includes) {
      for (int threads : new int[] {1, 4, 16, 64}) {
        results.addAll(run(include, threads, brief));
      }
    }
    print(results, System.out);
  }

  /** With one thread everything; with several, what commits. */
  private static Collection<RunResult> run(String include, int threads, boolean brief)
      throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(include).threads(threads).shouldFailOnError(true);
    if (brief) {
      TimeValue second = TimeValue.seconds(1);
      options.warmupIterations(1).warmupTime(second);
      options.measurementIterations(3).measurementTime(second);
    }
    if (threads > 1) {
      options.exclude("ReadBenchmark").exclude("BulkInsertBenchmark");
    }
    return new Runner(options.build()).run();
  }

  /** How many runs were lost for each that was committed. */
  private static String retries(RunResult result) {
    Result<?> retries = result.getSecondaryResults().get("retries");
    if (retries == null) {
      return "";
    }
    double seconds =
        result.getParams().getMeasurement().getTime().convertTo(TimeUnit.MILLISECONDS) / 1000.0;
    double commits =
        result.getPrimaryResult().getScore()
            * seconds
            * result.getParams().getMeasurement().getCount();
    return String.format(Locale.ROOT, ", %.2f retries per commit", retries.getScore() / commits);
  }

  private static void print(List<RunResult> results, PrintStream out) {
    out.printf(
        "%nJava %s, %s %s, %d processors; operations per second, error at 99.9%%%n",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors());
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      String name = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
      String indexed = params.getParam("indexed");
      if (indexed != null) {
        name += Boolean.parseBoolean(indexed) ? ", one index" : ", no index";
      }
      out.printf(
          Locale.ROOT,
          "%-26s %2d thread%s  %-14s %,14.0f ± %,.0f%s%n",
          name,
          params.getThreads(),
          params.getThreads() == 1 ? " " : "s",
          params.getParam("engine"),
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreError(),
          retries(result));
    }
  }
}
