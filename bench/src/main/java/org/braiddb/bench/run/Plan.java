package org.braiddb.bench.run;

import static org.braiddb.bench.contender.Durability.DURABLE;
import static org.braiddb.bench.contender.Durability.RELAXED;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.workload.Workload;
import org.braiddb.bench.workload.Workloads;

/** Which tasks are run. */
public final class Plan {
  private static final List<Integer> THREADS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int VIRTUAL_THREADS = 1000;

  private Plan() {}

  /** The tasks of the short comparison. */
  public static List<Task> brief() {
    return Stream.of(
            task("point-by-key", RELAXED, 1, 2),
            task("point-by-index", RELAXED, 1),
            task("range-by-key", RELAXED, 1),
            task("scan-aggregate", RELAXED, 1),
            task("group-by", RELAXED, 1),
            task("join-by-key", RELAXED, 1),
            task("sort", RELAXED, 1),
            task("bulk-insert", RELAXED, 1),
            task("bulk-insert-indexed", RELAXED, 1),
            task("commit-append", DURABLE, 1, 16),
            task("commit-random", DURABLE, 16),
            task("commit-append", RELAXED, 1, 16),
            task("update-own", DURABLE, 16),
            task("update-hot", DURABLE, 16),
            task("transfer", DURABLE, 16),
            task("readers-writers", DURABLE, 16),
            task("tpcc", DURABLE, 8),
            task("tpch-q1", RELAXED, 1),
            task("tpch-q6", RELAXED, 1))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Task> task(String workload, Durability durability, int... threads) {
    List<Task> tasks = new ArrayList<>();
    for (int count : threads) {
      tasks.add(new Task(Workloads.named(workload), durability, count, false));
    }
    return tasks;
  }

  /** The tasks of the whole comparison: every workload, level and number of threads. */
  public static List<Task> whole() {
    return of(Workloads.all(), THREADS, true);
  }

  /** All tasks of some workloads with some numbers of threads. */
  public static List<Task> of(List<Workload> workloads, List<Integer> threads, boolean virtual) {
    List<Task> tasks = new ArrayList<>();
    for (Workload workload : workloads) {
      List<Durability> levels = workload.writes() ? List.of(DURABLE, RELAXED) : List.of(RELAXED);
      for (Durability level : levels) {
        for (int count : threads) {
          if (count >= workload.fewestThreads()) {
            tasks.add(new Task(workload, level, count, false));
          }
        }
        if (virtual) {
          tasks.add(new Task(workload, level, VIRTUAL_THREADS, true));
        }
      }
    }
    return tasks;
  }

  /** The cells of tasks: those contenders that take part. */
  public static List<Cell> cells(List<Task> tasks, List<Contender> contenders) {
    List<Cell> cells = new ArrayList<>();
    for (Task task : tasks) {
      for (Contender contender : contenders) {
        if (!task.workload().writes() || contender.absence(task.durability()).isEmpty()) {
          cells.add(new Cell(task, contender));
        }
      }
    }
    return cells;
  }
}
