package org.braiddb.shell.compare;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Chooses the values of one parameter for one client. */
final class ParameterValues {
  private final Parameter.Kind kind;
  private final SplittableRandom random;
  private final int client;
  private final AtomicLong counter;

  /**
   * Values yet to be chosen.
   *
   * @param counter shared by all clients of a parameter
   */
  ParameterValues(Parameter.Kind kind, SplittableRandom random, int client, AtomicLong counter) {
    this.kind = kind;
    this.random = random;
    this.client = client;
    this.counter = counter;
  }

  /** The next value: a Long or a String. */
  Object next() {
    return switch (kind) {
      case Parameter.Uniform(long from, long to) -> random.nextLong(from, to + 1);
      case Parameter.Skewed(long from, long to) -> from + skewed(to - from + 1);
      case Parameter.Choice(var words) -> words.get(random.nextInt(words.size()));
      case Parameter.Text(int length) -> text(length);
      case Parameter.Client() -> (long) client;
      case Parameter.Counter() -> counter.incrementAndGet();
    };
  }

  /** By the inverse of the integral of 1/x from 1 to n + 1, which is close to Zipf's law. */
  private long skewed(long size) {
    return Math.min(size - 1, (long) Math.pow(size + 1.0, random.nextDouble()) - 1);
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
