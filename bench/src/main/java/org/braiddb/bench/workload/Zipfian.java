package org.braiddb.bench.workload;

import java.util.SplittableRandom;

/**
 * Numbers below a bound by Zipf's law with exponent 0.99, as YCSB draws them (Gray et al., "Quickly
 * generating billion-record synthetic databases", SIGMOD 1994). Immutable.
 */
final class Zipfian {
  private static final double THETA = 0.99;
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private final long bound;
  private final double zeta;
  private final double alpha;
  private final double eta;

  Zipfian(long bound) {
    this.bound = bound;
    double sum = 0;
    for (long i = 1; i <= bound; i++) {
      sum += 1 / Math.pow((double) i, THETA);
    }
    zeta = sum;
    alpha = 1 / (1 - THETA);
    double two = 1 + Math.pow(0.5, THETA);
    eta = (1 - Math.pow(2.0 / bound, 1 - THETA)) / (1 - two / zeta);
  }

  /** A number; 0 is the most frequent. */
  long next(SplittableRandom random) {
    double uniform = random.nextDouble();
    double scaled = uniform * zeta;
    if (scaled < 1) {
      return 0;
    }
    if (scaled < 1 + Math.pow(0.5, THETA)) {
      return Math.min(1, bound - 1);
    }
    return Math.min(bound - 1, (long) (bound * Math.pow(eta * uniform - eta + 1, alpha)));
  }

  /** A number; the frequent ones lie anywhere. */
  long scattered(SplittableRandom random) {
    return Long.remainderUnsigned(next(random) * SCATTER, bound);
  }
}
