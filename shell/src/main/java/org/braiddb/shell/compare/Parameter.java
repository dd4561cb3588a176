package org.braiddb.shell.compare;

/**
 * A parameter of a workload's transactions.
 *
 * @param name without the colon
 * @param kind how its values are chosen
 */
record Parameter(String name, Kind kind) {
  /** How values are chosen. */
  sealed interface Kind {}

  /** Integers, each as likely as any other; bounds included. */
  record Uniform(long from, long to) implements Kind {}

  /** Integers, the small ones much more often: the k-th has about 1/k of the first one's share. */
  record Skewed(long from, long to) implements Kind {}

  /** Words, each as likely as any other. */
  record Choice(java.util.List<String> words) implements Kind {}

  /** Random lower-case text. */
  record Text(int length) implements Kind {}

  /** The number of the client, from 0. */
  record Client() implements Kind {}

  /** 1, 2, 3 ... over all clients, each number once. */
  record Counter() implements Kind {}
}
