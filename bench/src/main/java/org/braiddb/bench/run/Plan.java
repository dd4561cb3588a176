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

  /** The short comparison: tasks in which engines and modes differ most. */
  public static List<Cell> brief() {
    return plan(
        task("point-by-key", RELAXED, List.of("h2"), 1),
        task("point-by-index", RELAXED, List.of("derby"), 1),
        task("scan-aggregate", RELAXED, List.of("duckdb"), 1),
        task("bulk-insert", RELAXED, List.of("h2"), 1),
        task("commit-append", DURABLE, List.of("derby"), 1, 16),
        task("commit-append", RELAXED, List.of("hsqldb", "h2"), 1),
        task("update-own", DURABLE, List.of("derby"), 16),
        task("transfer", DURABLE, List.of("derby"), 16),
        task("readers-writers", DURABLE, List.of("derby"), 16));
  }

  /** What the table of the documentation shows, and more than the short comparison. */
  public static List<Cell> table() {
    return plan(
        task("point-by-key", RELAXED, List.of("h2"), 1, 2),
        task("point-by-index", RELAXED, List.of("derby"), 1),
        task("range-by-key", RELAXED, List.of("h2"), 1),
        task("range-by-index", RELAXED, List.of("derby"), 1),
        task("scan-aggregate", RELAXED, List.of("duckdb"), 1),
        task("group-by", RELAXED, List.of("derby"), 1),
        task("join-by-key", RELAXED, List.of("h2"), 1),
        task("order-limit", RELAXED, List.of(), 1),
        task("sort", RELAXED, List.of(), 1),
        task("tpch-q1", RELAXED, List.of("duckdb"), 1),
        task("tpch-q6", RELAXED, List.of("duckdb"), 1),
        task("bulk-insert", RELAXED, List.of("h2"), 1),
        task("bulk-insert-indexed", RELAXED, List.of("h2"), 1),
        task("commit-append", DURABLE, List.of("derby"), 1, 16),
        task("commit-random", DURABLE, List.of("derby"), 16),
        task("commit-append", RELAXED, List.of("hsqldb", "h2"), 1, 16),
        task("update-own", DURABLE, List.of("derby"), 16),
        task("update-hot", DURABLE, List.of("derby"), 16),
        task("transfer", DURABLE, List.of("derby"), 16),
        task("readers-writers", DURABLE, List.of("derby"), 16),
        cells(
            List.of(new Task(Workloads.named("commit-append"), DURABLE, 256, true)),
            named(List.of("braid-wal", "braid-pagelock", "braid-mvcc"))),
        task("start", RELAXED, List.of("h2"), 1),
        task("start-aot", RELAXED, List.of(), 1),
        task("load", RELAXED, List.of(), 1));
  }

  @SafeVarargs
  private static List<Cell> plan(List<Cell>... tasks) {
    return Stream.of(tasks).flatMap(List::stream).filter(cell -> !cell.readsAsAnother()).toList();
  }

  /** A task for Braid, tuned SQLite and those of the other engines that are good at it. */
  private static List<Cell> task(
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
