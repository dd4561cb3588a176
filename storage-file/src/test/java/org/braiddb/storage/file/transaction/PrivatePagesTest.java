package org.braiddb.storage.file.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrivatePagesTest {
  private static final long SEED = Long.getLong("braid.test.seed", 5L);

  @Test
  void behavesAsAMap() {
    SplittableRandom random = new SplittableRandom(SEED);
    PrivatePages pages = new PrivatePages();
    Map<Integer, PrivatePage> model = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      int page = 1 + random.nextInt(random.nextBoolean() ? 50 : 5000);
      PrivatePage expected = model.get(page);
      assertThat(pages.get(page)).as("seed %d, step %d", SEED, i).isSameAs(expected);
      if (expected == null) {
        PrivatePage added = new PrivatePage(page, PageRole.NONE, new byte[0], 0);
        pages.add(added);
        model.put(page, added);
      } else if (random.nextInt(3) > 0) {
        pages.remove(page);
        model.remove(page);
      }
      assertThat(pages.size()).isEqualTo(model.size());
    }
    Set<PrivatePage> seen = new HashSet<>();
    pages.forEach(seen::add);
    assertThat(seen).hasSize(model.size()).containsAll(model.values());
  }

  @Test
  void aPageSetBehavesAsASet() {
    SplittableRandom random = new SplittableRandom(SEED);
    PageSet pages = new PageSet();
    Set<Integer> model = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      int page = 1 + random.nextInt(300);
      if (random.nextBoolean()) {
        assertThat(pages.add(page)).isEqualTo(model.add(page));
      } else {
        pages.remove(page);
        model.remove(page);
      }
      assertThat(pages.contains(page)).isEqualTo(model.contains(page));
    }
  }
}
