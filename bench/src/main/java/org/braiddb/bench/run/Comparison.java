package org.braiddb.bench.run;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.trial.DataStore;
import org.openjdk.jmh.results.RunResult;

/**
 * Runs all cells of a plan, in rounds: in each round every cell has one process, and the contenders
 * of a task come one after the other, so that what drifts on the machine hits all of them.
 */
public final class Comparison {
  private final RunSettings settings;
  private final Progress progress;
  private final Results results;

  /** What came out, for reports and for JMH's tools. */
  public record Outcome(
      Instant started, Duration took, List<Result> results, List<RunResult> raw) {}

  /** A comparison yet to be run. */
  public Comparison(RunSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    this.results = new Results(settings);
  }

  /** What the processes of the cells are started with. */
  public static List<String> jvmArguments() {
    return CellRunner.JVM_ARGUMENTS;
  }

  /** Runs it, for as long as it takes. */
  public Outcome run(List<Cell> cells) {
    Instant started = Instant.now();
    progress.begin(cells.size() * settings.rounds());
    cells.forEach(this::prepare);
    CellRunner runner = new CellRunner(settings);
    for (int round = 0; round < settings.rounds(); round++) {
      for (Cell cell : rotated(cells, round)) {
        if (!results.hasFailed(cell)) {
          progress.start(cell);
          results.add(cell, runner.run(cell));
        }
        progress.end(results.of(cell));
      }
    }
    return new Outcome(
        started, Duration.between(started, Instant.now()), results.all(), results.raw());
  }

  /** The same order of tasks, but within each another contender first. */
  private static List<Cell> rotated(List<Cell> cells, int round) {
    List<Cell> all = new ArrayList<>(cells);
    List<Task> tasks = cells.stream().map(Cell::task).distinct().toList();
    List<Cell> order = new ArrayList<>();
    for (Task task : tasks) {
      List<Cell> of = all.stream().filter(cell -> cell.task().equals(task)).toList();
      int first = of.isEmpty() ? 0 : round % of.size();
      order.addAll(of.subList(first, of.size()));
      order.addAll(of.subList(0, first));
    }
    return order;
  }

  /** Loads a cell's data before anything is measured, as quickly as its contender can. */
  private void prepare(Cell cell) {
    Durability quickest =
        cell.contender().absence(Durability.RELAXED).isEmpty()
            ? Durability.RELAXED
            : Durability.DURABLE;
    progress.prepare(cell);
    try {
      new DataStore(settings.data())
          .prepare(cell.contender(), cell.task().workload().dataset(), settings.rows(), quickest);
    } catch (SQLException | RuntimeException e) {
      results.add(cell, new CellRunner.Outcome(Optional.empty(), Optional.of("its data: " + e)));
    }
  }
}
