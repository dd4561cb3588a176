package org.braiddb.bench.run;

import org.braiddb.bench.contender.Contender;

/** One contender at one task. */
public record Cell(Task task, Contender contender) {
  /** Whether it is a read that is the same for another contender, as for all of Braid's modes. */
  public boolean readsAsAnother() {
    return !task.workload().writes() && contender.readsAsAnother();
  }
}
