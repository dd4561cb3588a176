package org.braiddb.storage.tck.naive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SortedTreeTest {
  @Test
  void randomChangesAndSearchesAgreeWithTreeSet() {
    long seed = Long.getLong("braid.seed", 20);
    System.out.println("SortedTreeTest seed " + seed);
    Random random = new Random(seed);
    SortedTree<Integer> tree = null;
    TreeSet<Integer> model = new TreeSet<>();
    for (int round = 0; round < 20_000; round++) {
      int key = random.nextInt(500);
      if (random.nextInt(1000) < 480 + (round / 1000 % 2) * 60) {
        tree = SortedTree.with(tree, key, Comparator.naturalOrder());
        model.add(key);
      } else {
        tree = SortedTree.without(tree, entry -> Integer.compare(key, entry));
        model.remove(key);
      }
      int probe = random.nextInt(-1, 501);
      assertThat(SortedTree.size(tree)).as("seed %s", seed).isEqualTo(model.size());
      assertThat(search(tree, probe))
          .as("seed %s", seed)
          .containsExactly(
              model.ceiling(probe),
              model.higher(probe),
              model.floor(probe),
              model.lower(probe),
              model.contains(probe) ? probe : null);
    }
    List<Integer> all = new ArrayList<>();
    SortedTree.forEach(tree, all::add);
    assertThat(all).containsExactlyElementsOf(model);
  }

  private static List<@Nullable Integer> search(@Nullable SortedTree<Integer> tree, int key) {
    List<@Nullable Integer> found = new ArrayList<>();
    found.add(SortedTree.firstAfter(tree, entry -> Integer.compare(key, entry), true));
    found.add(SortedTree.firstAfter(tree, entry -> Integer.compare(key, entry), false));
    found.add(SortedTree.lastBefore(tree, entry -> Integer.compare(key, entry), true));
    found.add(SortedTree.lastBefore(tree, entry -> Integer.compare(key, entry), false));
    found.add(SortedTree.find(tree, entry -> Integer.compare(key, entry)));
    return found;
  }

  @Test
  void ascendingInsertionStaysShallow() {
    SortedTree<Integer> tree = null;
    for (int i = 0; i < 10_000; i++) {
      tree = SortedTree.with(tree, i, Comparator.naturalOrder());
    }
    int[] comparisons = {0};
    SortedTree.find(
        tree,
        entry -> {
          comparisons[0]++;
          return Integer.compare(7777, entry);
        });
    assertThat(comparisons[0]).isLessThan(40);
  }
}
