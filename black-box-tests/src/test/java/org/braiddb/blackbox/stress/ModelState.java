package org.braiddb.blackbox.stress;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The committed state of a model database: rows by table and key, and which commit changed each key
 * last. Absent rows have a last commit, too.
 */
final class ModelState {
  /** A row's place. */
  record Key(ModelTable table, long key) {}

  private final Map<ModelTable, TreeMap<Long, String>> rows = new HashMap<>();
  private final Map<Key, Integer> lastTouch = new HashMap<>();
  private final Map<Key, Integer> lastChange = new HashMap<>();
  private int commits;

  ModelState() {
    for (ModelTable table : ModelTable.values()) {
      rows.put(table, new TreeMap<>());
    }
  }

  int commits() {
    return commits;
  }

  TreeMap<Long, String> rows(ModelTable table) {
    return rows.get(table);
  }

  Map<ModelTable, TreeMap<Long, String>> copy() {
    Map<ModelTable, TreeMap<Long, String>> copy = new HashMap<>();
    rows.forEach((table, all) -> copy.put(table, new TreeMap<>(all)));
    return copy;
  }

  /** Whether a later commit than this changed a key, perhaps into what it was before. */
  boolean touchedSince(Key key, int commit) {
    return lastTouch.getOrDefault(key, 0) > commit;
  }

  /** Whether a later commit than this left a key other than it was before. */
  boolean changedSince(Key key, int commit) {
    return lastChange.getOrDefault(key, 0) > commit;
  }

  /** Takes the rows that a transaction left other than they were over from it. */
  void commit(Set<Key> touched, Set<Key> changed, Map<ModelTable, TreeMap<Long, String>> from) {
    commits++;
    touched.forEach(key -> lastTouch.put(key, commits));
    for (Key key : changed) {
      String value = from.get(key.table()).get(key.key());
      if (value == null) {
        rows(key.table()).remove(key.key());
      } else {
        rows(key.table()).put(key.key(), value);
      }
      lastChange.put(key, commits);
    }
  }
}
