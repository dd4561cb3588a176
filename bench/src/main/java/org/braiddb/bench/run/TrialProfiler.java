package org.braiddb.bench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.braiddb.bench.trial.Interval;
import org.braiddb.bench.trial.Trial;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds a trial's figures to JMH's results. A process has one trial. */
public final class TrialProfiler implements InternalProfiler {
  /** What the names of its figures begin with in JMH's results. */
  static final String PREFIX = "trial.";

  private static volatile @Nullable Trial watched;
  private static volatile @Nullable Interval sinceOpened;
  private @Nullable Interval interval;

  /** The trial of this process. */
  static void watch(Trial trial) {
    watched = trial;
    sinceOpened = trial.measure();
  }

  @Override
  public String getDescription() {
    return "Latencies, retries, bytes written and sizes of a trial";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    Trial trial = watched;
    interval = trial == null ? null : trial.measure();
  }

  @Override
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results = new ArrayList<>();
    // The first iteration, where none warms up, begins before there is a trial.
    Interval ended = interval == null ? sinceOpened : interval;
    if (ended != null) {
      ended
          .end()
          .forEach((figure, value) ->
              results.add(
                  new ScalarResult(
                      PREFIX + figure.name(),
                      value,
                      "",
                      figure.isMaximum() ? AggregationPolicy.MAX : AggregationPolicy.AVG)));
    }
    return results;
  }
}
