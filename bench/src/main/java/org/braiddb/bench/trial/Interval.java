package org.braiddb.bench.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a trial, between two moments at which no client runs: what happened meanwhile, as
 * named figures.
 */
public final class Interval {
  private static final Path PROCESS_IO = Path.of("/proc/self/io");
  private static final double NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

  private final Trial trial;
  private final long startNanos = System.nanoTime();
  private final long commits;
  private final long retries;
  private final long written;

  private @Nullable Map<Figure, Double> result;

  Interval(Trial trial) {
    this.trial = trial;
    commits = commits();
    retries = retries();
    written = bytesWritten();
    for (TrialClient client : trial.clients()) {
      client.nanos().reset();
    }
  }

  /**
   * Ends it, once.
   *
   * @return latencies in microseconds, sizes in bytes, rates per second
   */
  public synchronized Map<Figure, Double> end() {
    Map<Figure, Double> known = result;
    if (known == null) {
      known = Collections.unmodifiableMap(count());
      result = known;
    }
    return known;
  }

  private Map<Figure, Double> count() {
    double seconds = (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    Map<Figure, Double> figures = new LinkedHashMap<>();
    Map<String, Histogram> roles = new LinkedHashMap<>();
    Histogram all = histogram();
    for (TrialClient client : trial.clients()) {
      all.add(client.nanos());
      roles.computeIfAbsent(client.role(), role -> histogram()).add(client.nanos());
    }
    figures.put(Figure.RATE, all.getTotalCount() / seconds);
    addLatencies(figures, "", all);
    if (roles.size() > 1) {
      roles.forEach((role, histogram) -> {
        figures.put(new Figure("rate." + role), histogram.getTotalCount() / seconds);
        addLatencies(figures, "." + role, histogram);
      });
    }
    addCommits(figures);
    figures.put(Figure.SIZE, (double) trial.sizeBytes());
    figures.put(Figure.LOG_SIZE, (double) trial.logBytes());
    return figures;
  }

  private static Histogram histogram() {
    return new Histogram(TimeUnit.HOURS.toNanos(1), 2);
  }

  private static void addLatencies(Map<Figure, Double> figures, String role, Histogram nanos) {
    figures.put(new Figure("p50" + role), nanos.getValueAtPercentile(50) / NANOS_PER_MICRO);
    figures.put(new Figure("p99" + role), nanos.getValueAtPercentile(99) / NANOS_PER_MICRO);
    figures.put(new Figure("p99.9" + role), nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO);
    figures.put(new Figure("max" + role), nanos.getMaxValue() / NANOS_PER_MICRO);
  }

  private void addCommits(Map<Figure, Double> figures) {
    long done = commits() - commits;
    if (done > 0) {
      figures.put(Figure.RETRIES, (retries() - retries) / (double) done);
      if (written >= 0) {
        figures.put(Figure.WRITTEN, (bytesWritten() - written) / (double) done);
      }
    }
  }

  private long commits() {
    return trial.clients().stream().mapToLong(TrialClient::commits).sum();
  }

  private long retries() {
    return trial.clients().stream().mapToLong(TrialClient::retries).sum();
  }

  /** What this process has handed to the system to write; -1 where the system does not count. */
  private static long bytesWritten() {
    if (!Files.isReadable(PROCESS_IO)) {
      return -1;
    }
    try {
      return Files.readAllLines(PROCESS_IO).stream()
          .filter(line -> line.startsWith("wchar: "))
          .mapToLong(line -> Long.parseLong(line.substring(7)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
