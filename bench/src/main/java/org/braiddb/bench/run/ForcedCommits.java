package org.braiddb.bench.run;

import java.nio.file.Path;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.trial.Trial;
import org.braiddb.bench.trial.TrialClient;
import org.braiddb.bench.workload.Workloads;

/** A process of {@link ForceCheck}: a number of durable commits of one contender. */
final class ForcedCommits {
  static final int COMMITS = 100;

  private ForcedCommits() {}

  /** Runs them; the arguments are the contender and the directory for its database. */
  public static void main(String[] arguments) throws Exception {
    try (Trial trial =
        new Trial(
            Contenders.named(arguments[0]),
            Workloads.named("commit-append"),
            Durability.DURABLE,
            COMMITS,
            Path.of(arguments[1]))) {
      TrialClient client = trial.client(0, 1);
      for (int i = 0; i < COMMITS; i++) {
        client.run();
      }
      trial.finish();
    }
  }
}
