package org.braiddb.blackbox.fuzz;

import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** Choices that follow from a seed. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    // Seeds that follow each other give java.util.Random similar first choices.
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** The text, or nothing. */
  String maybe(int percent, String text) {
    return chance(percent) ? text : "";
  }

  /** From {@code least} to {@code most} items with commas between them. */
  String list(int least, int most, Supplier<String> item) {
    StringJoiner list = new StringJoiner(", ");
    int count = least + random.nextInt(most - least + 1);
    for (int i = 0; i < count; i++) {
      list.add(item.get());
    }
    return list.toString();
  }
}
