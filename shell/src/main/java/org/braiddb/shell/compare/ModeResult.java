package org.braiddb.shell.compare;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;

/**
 * What came out in one journal mode.
 *
 * @param rate how many transactions were committed
 * @param lossesPerCommit runs that were not committed, for each that was
 * @param p50 half of the transactions took at most so many nanoseconds
 * @param shares what the clients' time went into
 * @param conflicts what conflicts were about, the most frequent first
 * @param failure why there is nothing
 */
record ModeResult(
    String mode,
    Rate rate,
    double lossesPerCommit,
    long p50,
    long p99,
    long p999,
    Shares shares,
    List<ConflictCount> conflicts,
    Optional<String> failure) {
  /**
   * Transactions committed per second.
   *
   * @param perSecond in all measured rounds
   * @param slowest in the round in which they were fewest
   * @param fastest in the round in which they were most
   */
  record Rate(double perSecond, double slowest, double fastest) {
    static Rate of(double perSecond, List<Double> rounds) {
      DoubleSummaryStatistics all =
          rounds.stream().mapToDouble(Double::doubleValue).summaryStatistics();
      return rounds.isEmpty()
          ? new Rate(perSecond, perSecond, perSecond)
          : new Rate(perSecond, all.getMin(), all.getMax());
    }

    /** How far the round that is farthest from the whole is from it, as a part of the whole. */
    double spread() {
      return Math.max(fastest - perSecond, perSecond - slowest) / Math.max(1e-9, perSecond);
    }
  }

  /**
   * Parts of the time, from 0 to 1.
   *
   * @param turn waiting for one's turn to write
   * @param lost runs that were lost, and pauses after them
   * @param work statements
   * @param commit COMMIT: waiting for others, validation, writing and forcing the log
   */
  record Shares(double turn, double lost, double work, double commit) {}

  /**
   * Conflicts about one object.
   *
   * @param object a table or an index
   * @param kind row, key, page, definition or other
   */
  record ConflictCount(String object, String kind, long conflicts) {}

  static ModeResult failed(String mode, String reason) {
    return new ModeResult(
        mode,
        new Rate(0, 0, 0),
        0,
        0,
        0,
        0,
        new Shares(0, 0, 0, 0),
        List.of(),
        Optional.of(reason));
  }

  /** Puts the counts of all clients together. */
  static ModeResult of(
      String mode,
      List<ClientCounts> clients,
      double seconds,
      List<Double> rounds,
      List<ConflictCount> conflicts) {
    long[] latencies =
        clients.stream()
            .map(ClientCounts::latencies)
            .flatMapToLong(java.util.Arrays::stream)
            .sorted()
            .toArray();
    double commits = Math.max(1, latencies.length);
    double turn = clients.stream().mapToLong(ClientCounts::turnNanos).sum();
    double lost = clients.stream().mapToLong(ClientCounts::lostNanos).sum();
    double work = clients.stream().mapToLong(ClientCounts::workNanos).sum();
    double commit = clients.stream().mapToLong(ClientCounts::commitNanos).sum();
    double all = Math.max(1, turn + lost + work + commit);
    return new ModeResult(
        mode,
        Rate.of(latencies.length / seconds, rounds),
        clients.stream().mapToLong(ClientCounts::lost).sum() / commits,
        percentile(latencies, 0.5),
        percentile(latencies, 0.99),
        percentile(latencies, 0.999),
        new Shares(turn / all, lost / all, work / all, commit / all),
        conflicts,
        Optional.empty());
  }

  private static long percentile(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * part)];
  }

  double rateAgainst(ModeResult other) {
    return rate.perSecond() / Math.max(1e-9, other.rate.perSecond());
  }

  /** Whether one of the two was faster in all of its rounds than the other in any. */
  boolean isApartFrom(ModeResult other) {
    return rate.slowest() > other.rate.fastest() || rate.fastest() < other.rate.slowest();
  }
}
