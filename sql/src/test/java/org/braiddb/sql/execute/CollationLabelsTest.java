package org.braiddb.sql.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels are ordered as the texts they stand for, in whatever order the texts come. */
class CollationLabelsTest {
  /** By length, then backwards; texts that differ in the case of letters are the same. */
  private static final Comparator<String> ORDER =
      Comparator.comparingInt(String::length)
          .thenComparing(text -> new StringBuilder(text).reverse().toString().toLowerCase());

  private static final class ByOrder implements Collation {
    @Override
    public String name() {
      return "by_order";
    }

    @Override
    public int compare(
        byte[] left,
        int leftOffset,
        int leftLength,
        byte[] right,
        int rightOffset,
        int rightLength,
        TextEncoding encoding) {
      return ORDER.compare(
          new String(left, leftOffset, leftLength, StandardCharsets.UTF_8),
          new String(right, rightOffset, rightLength, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ascending", "descending", "inwards", "shuffled"})
  void labelsAreOrderedAsTheirTexts(String arrival) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      texts.add((i % 3 == 0 ? "X" : "x") + Integer.toString(i * 7, 3));
    }
    texts.sort(ORDER);
    switch (arrival) {
      case "descending" -> texts.sort(ORDER.reversed());
      case "inwards" -> texts.sort(Comparator.comparingInt(text -> -Math.abs(text.hashCode())));
      case "shuffled" -> java.util.Collections.shuffle(texts, new Random(5));
      default -> {
        // They are ascending already.
      }
    }
    CollationLabels labels = new CollationLabels(new ByOrder());
    List<byte[]> all = new ArrayList<>();
    for (String text : texts) {
      byte[] bytes = ("  " + text).getBytes(StandardCharsets.UTF_8);
      byte[] label = labels.of(bytes, 2, bytes.length - 2);
      assertThat(label[label.length - 1]).isNotZero();
      all.add(label);
    }
    for (int i = 0; i + 1 < texts.size(); i++) {
      for (int j : new int[] {i + 1, (i * 31 + 7) % texts.size()}) {
        int expected = Integer.signum(ORDER.compare(texts.get(i), texts.get(j)));
        int actual = Integer.signum(Arrays.compareUnsigned(all.get(i), all.get(j)));
        assertThat(actual).as(texts.get(i) + " and " + texts.get(j)).isEqualTo(expected);
      }
    }
  }
}
