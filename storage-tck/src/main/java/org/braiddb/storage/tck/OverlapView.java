package org.braiddb.storage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The model of {@link RandomOverlaps}: the entries of all trees, with savepoints. */
final class OverlapView {
  private List<TreeMap<Long, String>> trees = new ArrayList<>();
  private final List<List<TreeMap<Long, String>>> marks = new ArrayList<>();

  OverlapView(int treeCount) {
    for (int i = 0; i < treeCount; i++) {
      trees.add(new TreeMap<>());
    }
  }

  OverlapView copy() {
    OverlapView copy = new OverlapView(0);
    copy.trees = copyTrees();
    return copy;
  }

  private List<TreeMap<Long, String>> copyTrees() {
    return trees.stream().map(TreeMap::new).collect(Collectors.toCollection(ArrayList::new));
  }

  int openMarks() {
    return marks.size();
  }

  boolean has(int tree, long key) {
    return trees.get(tree).containsKey(key);
  }

  Map<Long, String> entries(int tree) {
    return trees.get(tree);
  }

  /** Does it and answers as a transaction must. */
  String apply(OverlapOperation operation) {
    return switch (operation) {
      case OverlapOperation.Put put -> {
        trees.get(put.tree()).put(put.key(), put.value());
        yield "";
      }
      case OverlapOperation.Delete delete ->
          String.valueOf(trees.get(delete.tree()).remove(delete.key()) != null);
      case OverlapOperation.Get get -> String.valueOf(trees.get(get.tree()).get(get.key()));
      case OverlapOperation.Range range ->
          trees.get(range.tree()).tailMap(range.from()).entrySet().stream()
              .limit(range.limit())
              .map(Object::toString)
              .toList()
              .toString();
      case OverlapOperation.Count count -> String.valueOf(trees.get(count.tree()).size());
      case OverlapOperation.Clear clear -> {
        int entries = trees.get(clear.tree()).size();
        trees.get(clear.tree()).clear();
        yield String.valueOf(entries);
      }
      case OverlapOperation.Remake remake -> {
        trees.get(remake.tree()).clear();
        yield "";
      }
      case OverlapOperation.Mark mark -> {
        marks.add(copyTrees());
        yield "";
      }
      case OverlapOperation.RollbackTo back -> {
        trees = marks.get(back.mark());
        marks.set(back.mark(), copyTrees());
        marks.subList(back.mark() + 1, marks.size()).clear();
        yield "";
      }
      case OverlapOperation.Release release -> {
        marks.subList(release.mark(), marks.size()).clear();
        yield "";
      }
    };
  }
}
