package org.braiddb.bench.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.bench.trial.Figure;

/**
 * What a cell gave.
 *
 * @param perSecond the units of the workload per second, of each iteration that counted; empty
 *     where it has failed
 * @param figures what else was counted, over all iterations
 * @param failure why there is nothing
 */
public record Result(
    Cell cell, List<Double> perSecond, Map<Figure, Double> figures, Optional<String> failure) {
  /** The first line of why there is nothing, for tables. */
  public Optional<String> shortFailure() {
    return failure.map(reason -> "failed: " + reason.lines().findFirst().orElse(""));
  }

  /** The mean per second; NaN where it has failed. */
  public double mean() {
    return perSecond.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
  }

  /** The slowest iteration; NaN where it has failed. */
  public double least() {
    return perSecond.stream().mapToDouble(d -> d).min().orElse(Double.NaN);
  }

  /** The fastest iteration; NaN where it has failed. */
  public double most() {
    return perSecond.stream().mapToDouble(d -> d).max().orElse(Double.NaN);
  }

  /** A figure, where it was counted. */
  public Optional<Double> figure(Figure figure) {
    return Optional.ofNullable(figures.get(figure));
  }
}
