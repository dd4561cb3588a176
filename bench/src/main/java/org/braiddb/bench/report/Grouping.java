package org.braiddb.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.bench.run.Result;
import org.braiddb.bench.run.Task;
import org.braiddb.bench.workload.Workload;

/** Results in the order in which they are shown. */
final class Grouping {
  private Grouping() {}

  /** By task, in the order of the plan. */
  static Map<Task, List<Result>> byTask(List<Result> results) {
    Map<Task, List<Result>> groups = new LinkedHashMap<>();
    for (Result result : results) {
      groups.computeIfAbsent(result.cell().task(), task -> new ArrayList<>()).add(result);
    }
    return groups;
  }

  /** The tasks of each workload. */
  static Map<Workload, List<Task>> byWorkload(Iterable<Task> tasks) {
    Map<Workload, List<Task>> groups = new LinkedHashMap<>();
    for (Task task : tasks) {
      groups.computeIfAbsent(task.workload(), workload -> new ArrayList<>()).add(task);
    }
    return groups;
  }

  static boolean isBraid(Result result) {
    return result.cell().contender().id().startsWith("braid-");
  }
}
