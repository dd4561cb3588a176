package org.braiddb.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.braiddb.sql.value.Cell;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
  @Test
  void thePlaceFoundIsTheFirst() {
    Random random = new Random(31);
    for (int i = 0; i < 20_000; i++) {
      String all = word(random, random.nextInt(60));
      int from = random.nextInt(all.length() + 1);
      int end = from + random.nextInt(all.length() - from + 1);
      String part = "__" + word(random, 1 + random.nextInt(4)) + "_";
      Cell cell = new Cell();
      cell.setText(part.getBytes(StandardCharsets.ISO_8859_1), 2, part.length() - 3);
      int found = all.substring(from, end).indexOf(part.substring(2, part.length() - 1));
      assertThat(ByteSearch.indexOf(all.getBytes(StandardCharsets.ISO_8859_1), from, end, cell))
          .as("%s in %s from %d to %d", part, all, from, end)
          .isEqualTo(found < 0 ? -1 : from + found);
    }
  }

  /** Of few bytes, among them those whose differences from others touch many bits. */
  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append("ab\u0000\u0080\u00ff\u0001".charAt(Math.min(random.nextInt(12), 5)));
    }
    return word.toString();
  }
}
