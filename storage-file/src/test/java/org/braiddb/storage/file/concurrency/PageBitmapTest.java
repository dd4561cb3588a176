package org.braiddb.storage.file.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PageBitmapTest {
  private static final long SEED = Long.getLong("braid.test.seed", 12L);

  @Test
  void isASetOfPages() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 50; round++) {
      PageBitmap bitmap = new PageBitmap();
      Set<Integer> expected = new HashSet<>();
      int range = random.nextBoolean() ? 3000 : Integer.MAX_VALUE;
      for (int i = random.nextInt(1, 2000); i > 0; i--) {
        int page = random.nextInt(1, range);
        bitmap.add(page);
        expected.add(page);
        if (random.nextBoolean()) {
          bitmap.add(page + 1);
          expected.add(page + 1);
        }
      }
      Set<Integer> found = new HashSet<>();
      assertThat(bitmap.findFirst(page -> !found.add(page))).as("seed %s", SEED).isZero();
      assertThat(found).as("seed %s", SEED).isEqualTo(expected);
      assertThat(bitmap.size()).isEqualTo(expected.size());
      for (int i = 0; i < 1000; i++) {
        int page = random.nextInt(1, range);
        assertThat(bitmap.contains(page)).as("seed %s", SEED).isEqualTo(expected.contains(page));
      }
    }
  }

  @Test
  void tellsWhetherTwoSetsMeet() {
    SplittableRandom random = new SplittableRandom(SEED);
    int met = 0;
    for (int round = 0; round < 500; round++) {
      PageBitmap left = new PageBitmap();
      PageBitmap right = new PageBitmap();
      Set<Integer> common = new HashSet<>();
      for (int i = random.nextInt(1, 100); i > 0; i--) {
        int page = random.nextInt(1, 3000);
        left.add(page);
        common.add(page);
      }
      Set<Integer> other = new HashSet<>();
      for (int i = random.nextInt(1, 60); i > 0; i--) {
        int page = random.nextInt(1, 3000);
        right.add(page);
        other.add(page);
      }
      common.retainAll(other);
      met += common.isEmpty() ? 0 : 1;
      assertThat(left.intersects(right)).as("seed %s", SEED).isEqualTo(!common.isEmpty());
      assertThat(right.intersects(left)).as("seed %s", SEED).isEqualTo(!common.isEmpty());
      left.addAll(right);
      other.forEach(page -> assertThat(left.contains(page)).isTrue());
    }
    assertThat(met).isBetween(50, 450);
  }

  @Test
  void isEmptyAfterClearing() {
    PageBitmap bitmap = new PageBitmap();
    for (int page = 1; page < 200_000; page += 64) {
      bitmap.add(page);
    }
    bitmap.clear();
    assertThat(bitmap.isEmpty()).isTrue();
    assertThat(bitmap.contains(65)).isFalse();
    bitmap.add(65);
    assertThat(bitmap.size()).isEqualTo(1);
  }
}
