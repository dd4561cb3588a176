package org.braiddb.blackbox.history;

import java.util.ArrayList;
import java.util.List;

/** Finds the anomalies of a history. */
public final class HistoryChecker {
  private HistoryChecker() {}

  /**
   * All kinds of anomalies that the history shows; of those that share transactions, the worst.
   *
   * @param history transactions whose ids are their places in the list
   */
  public static List<Finding> check(List<RecordedTransaction> history) {
    List<Finding> findings = new ArrayList<>();
    List<Effects> all = new ArrayList<>();
    for (RecordedTransaction transaction : history) {
      if (transaction.id() != all.size()) {
        throw new IllegalArgumentException("T" + transaction.id() + " at place " + all.size());
      }
      all.add(Effects.of(transaction, findings));
    }
    Writers writers = new Writers(all);
    for (Effects effects : all) {
      // Those that failed, too: even they may read nothing but what was committed.
      effects.reads().forEach((object, values) -> writers.judge(effects, object, values, findings));
    }
    DependencyGraph graph = new DependencyGraph(all.size());
    Versions.addAll(all, writers, graph, findings);
    graph.addRealTime(history.stream().filter(RecordedTransaction::committed).toList());
    findings.addAll(Cycles.find(graph));
    return findings;
  }

  /** The pairs of committed transactions that overlapped in time. */
  public static long overlappingCommits(List<RecordedTransaction> history) {
    List<RecordedTransaction> committed =
        history.stream().filter(RecordedTransaction::committed).toList();
    long pairs = 0;
    for (int i = 0; i < committed.size(); i++) {
      for (int j = i + 1; j < committed.size(); j++) {
        if (committed.get(i).overlaps(committed.get(j))) {
          pairs++;
        }
      }
    }
    return pairs;
  }
}
