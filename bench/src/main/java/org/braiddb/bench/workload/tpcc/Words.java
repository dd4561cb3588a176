package org.braiddb.bench.workload.tpcc;

import java.util.SplittableRandom;

/** Random values as clause 2.1.6 and 4.3.2 of the specification want them. */
final class Words {
  private static final String[] SYLLABLES = {
    "BAR", "OUGHT", "ABLE", "PRI", "PRES", "ESE", "ANTI", "CALLY", "ATION", "EING"
  };
  private static final int CUSTOMER_CONSTANT = 259;
  private static final int ITEM_CONSTANT = 7911;
  private static final int NAME_CONSTANT = 123;

  private final SplittableRandom random;
  private final Size size;

  Words(SplittableRandom random, Size size) {
    this.random = random;
    this.size = size;
  }

  /** From 1 to a bound, both included. */
  int upTo(int most) {
    return random.nextInt(1, most + 1);
  }

  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** Whether something that happens so often in a hundred cases happens. */
  boolean percent(int often) {
    return random.nextInt(100) < often;
  }

  int customer() {
    return nonUniform(1023, CUSTOMER_CONSTANT, size.customers());
  }

  int item() {
    return nonUniform(8191, ITEM_CONSTANT, size.items());
  }

  /** A last name that a customer has. */
  String lastName() {
    return lastName(nonUniform(255, NAME_CONSTANT, Math.min(1000, size.customers())) - 1);
  }

  static String lastName(int number) {
    return SYLLABLES[number / 100 % 10] + SYLLABLES[number / 10 % 10] + SYLLABLES[number % 10];
  }

  private int nonUniform(int mask, int constant, int most) {
    int mixed = random.nextInt(mask + 1) | random.nextInt(most);
    return (mixed + constant) % most + 1;
  }

  String text(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
