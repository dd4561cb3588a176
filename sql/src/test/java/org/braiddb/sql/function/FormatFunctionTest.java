package org.braiddb.sql.function;

import java.util.Random;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.RandomValues;
import org.junit.jupiter.api.Test;

/** Formats beside SQLite's. Repeat with {@code -Dbraid.seed=...}. */
class FormatFunctionTest {
  private final long seed = Long.getLong("braid.seed", 20);
  private final int rounds = Integer.getInteger("braid.rounds", 30_000);
  private final Random random = new Random(seed);
  private final RandomValues values = new RandomValues(random);

  @Test
  void randomConversionsOfRandomValues() throws Exception {
    System.out.println("FormatFunctionTest: -Dbraid.seed=" + seed);
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (int i = 0; i < rounds; i++) {
        comparison.check("printf", text(conversion(random)), argument());
        comparison.check(
            "format",
            text("a" + conversion(random) + "b" + conversion(random)),
            argument(),
            argument(),
            values.integer());
      }
    }
  }

  @Test
  void widthAndPrecisionAreArguments() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (int i = 0; i < 2000; i++) {
        comparison.check(
            "printf",
            text(
                conversion(random)
                    .replaceFirst("%[-+ #!0,]*[0-9]*", "%*")
                    .replaceFirst("[.][0-9]+", ".*")),
            small(),
            small(),
            argument());
      }
    }
  }

  private Cell small() {
    Cell cell = new Cell();
    cell.setInteger(random.nextInt(-30, 30));
    return cell;
  }

  @Test
  void formatsWithoutArguments() throws Exception {
    try (FunctionComparison comparison = new FunctionComparison(seed)) {
      for (String format : new String[] {"", "%", "%%", "a%", "%5", "%ll", "%.", "%d%s%f%q%Q%c"}) {
        comparison.check("printf", text(format));
      }
      comparison.check("printf");
      for (int i = 0; i < 2000; i++) {
        comparison.check("printf", values.any());
      }
    }
  }

  private Cell argument() {
    return random.nextInt(3) == 0 ? values.real() : values.any();
  }

  private static Cell text(String text) {
    Cell cell = new Cell();
    cell.setText(text);
    return cell;
  }

  private static String conversion(Random random) {
    StringBuilder text = new StringBuilder("%");
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append("-+ #!0,".charAt(random.nextInt(7)));
    }
    if (random.nextInt(4) == 0) {
      text.append(random.nextInt(30));
    }
    if (random.nextInt(3) == 0) {
      text.append('.').append(random.nextInt(28));
    }
    if (random.nextInt(10) == 0) {
      text.append(random.nextBoolean() ? "l" : "ll");
    }
    return text.append("dddiuxXoprffffeeEggGsssczqQwjJ%nk".charAt(random.nextInt(33))).toString();
  }
}
