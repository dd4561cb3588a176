package org.braiddb.bench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.braiddb.bench.trial.Figure;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;

/** What all cells gave, the rounds of each put together. */
final class Results {
  private static final String RATE = TrialProfiler.PREFIX + Figure.RATE.name();
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final RunSettings settings;
  private final Map<Cell, List<RunResult>> runs = new LinkedHashMap<>();
  private final Map<Cell, String> failures = new HashMap<>();

  Results(RunSettings settings) {
    this.settings = settings;
  }

  void add(Cell cell, CellRunner.Outcome outcome) {
    List<RunResult> rounds = runs.computeIfAbsent(cell, same -> new ArrayList<>());
    outcome.result().ifPresent(rounds::add);
    outcome.failure().ifPresent(reason -> failures.putIfAbsent(cell, reason));
  }

  boolean hasFailed(Cell cell) {
    return failures.containsKey(cell);
  }

  /** In JMH's own form, for its tools. */
  List<RunResult> raw() {
    return runs.values().stream().filter(rounds -> !rounds.isEmpty()).map(Results::merge).toList();
  }

  private static RunResult merge(List<RunResult> rounds) {
    List<BenchmarkResult> all = new ArrayList<>();
    rounds.forEach(round -> all.addAll(round.getBenchmarkResults()));
    return new RunResult(rounds.getFirst().getParams(), all);
  }

  List<Result> all() {
    return runs.keySet().stream().map(this::of).toList();
  }

  Result of(Cell cell) {
    List<RunResult> rounds = runs.getOrDefault(cell, List.of());
    if (rounds.isEmpty() || failures.containsKey(cell)) {
      return new Result(cell, List.of(), Map.of(), Optional.ofNullable(failures.get(cell)));
    }
    RunResult merged = merge(rounds);
    long units = cell.task().workload().unitsPerRun(settings.rows());
    // Not JMH's own score, which adds up the rates of threads: one that waits for a lock beyond the
    // end of an iteration would not be seen in it.
    List<Double> perSecond =
        merged.getBenchmarkResults().stream()
            .map(BenchmarkResult::getIterationResults)
            .flatMap(Collection::stream)
            .map(iteration -> iteration.getSecondaryResults().get(RATE))
            .filter(Objects::nonNull)
            .map(rate -> rate.getScore() * units)
            .toList();
    return new Result(cell, perSecond, figures(merged), Optional.empty());
  }

  private static Map<Figure, Double> figures(RunResult run) {
    Map<Figure, Double> figures = new LinkedHashMap<>();
    run.getSecondaryResults()
        .forEach((name, result) -> {
          if (name.startsWith(TrialProfiler.PREFIX)) {
            figures.put(
                new Figure(name.substring(TrialProfiler.PREFIX.length())), result.getScore());
          } else if (name.equals(ALLOCATED)) {
            figures.put(Figure.ALLOCATED, result.getScore());
          }
        });
    return figures;
  }
}
