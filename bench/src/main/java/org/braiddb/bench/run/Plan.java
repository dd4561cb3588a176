package org.braiddb.bench.run;

import static org.braiddb.bench.contender.Durability.DURABLE;
import static org.braiddb.bench.contender.Durability.RELAXED;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.workload.Workload;
import org.braiddb.bench.workload.Workloads;

/** Which tasks are run. */
public final class Plan {
  private static final List<Integer> THREADS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int VIRTUAL_THREADS = 1000;

  private Plan() {}

  /**
   * The short comparison: of the engines that are no modes of Braid, tuned SQLite and those that
   * are good at a task.
   */
  public static List<Cell> brief() {
    return Stream.of(
            brief("point-by-key", RELAXED, List.of("h2"), 1, 2),
            brief("point-by-index", RELAXED, List.of("derby"), 1),
            brief("range-by-key", RELAXED, List.of("h2"), 1),
            brief("range-by-index", RELAXED, List.of("derby"), 1),
            brief("scan-aggregate", RELAXED, List.of("duckdb"), 1),
            brief("group-by", RELAXED, List.of("derby"), 1),
            brief("join-by-key", RELAXED, List.of("h2"), 1),
            brief("order-limit", RELAXED, List.of(), 1),
            brief("sort", RELAXED, List.of(), 1),
            brief("tpch-q1", RELAXED, List.of("duckdb"), 1),
            brief("tpch-q6", RELAXED, List.of("duckdb"), 1),
            brief("bulk-insert", RELAXED, List.of("h2"), 1),
            brief("bulk-insert-indexed", RELAXED, List.of("h2"), 1),
            brief("commit-append", DURABLE, List.of("derby"), 1, 16),
            brief("commit-random", DURABLE, List.of("derby"), 16),
            brief("commit-append", RELAXED, List.of("hsqldb", "h2"), 1, 16),
            brief("update-own", DURABLE, List.of("derby"), 16),
            brief("update-hot", DURABLE, List.of("derby"), 16),
            brief("transfer", DURABLE, List.of("derby"), 16),
            brief("readers-writers", DURABLE, List.of("derby"), 16),
            cells(
                List.of(new Task(Workloads.named("commit-append"), DURABLE, 256, true)),
                named(List.of("braid-wal", "braid-pagelock", "braid-mvcc"))),
            brief("start", RELAXED, List.of("h2"), 1),
            brief("start-aot", RELAXED, List.of(), 1),
            brief("load", RELAXED, List.of(), 1))
        .flatMap(List::stream)
        .filter(cell -> !cell.readsAsAnother())
        .toList();
  }

  private static List<Cell> brief(
      String workload, Durability durability, List<String> peers, int... threads) {
    List<String> names = new ArrayList<>();
    names.addAll(List.of("braid-wal", "braid-pagelock", "braid-mvcc", "sqlite-tuned"));
    names.addAll(peers);
    List<Task> tasks = new ArrayList<>();
    for (int count : threads) {
      tasks.add(new Task(Workloads.named(workload), durability, count, false));
    }
    return cells(tasks, named(names));
  }

  private static List<Contender> named(List<String> names) {
    return names.stream().map(Contenders::named).toList();
  }

  /** What the whole comparison does of some workloads: every level and number of threads. */
  public static List<Task> whole(List<Workload> workloads) {
    return of(workloads, THREADS, true);
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
        if (takesPart(contender, task)) {
          cells.add(new Cell(task, contender));
        }
      }
    }
    return cells;
  }

  private static boolean takesPart(Contender contender, Task task) {
    Workload workload = task.workload();
    return workload.suits(contender)
        && (!workload.writes() || contender.absence(task.durability()).isEmpty());
  }
}
