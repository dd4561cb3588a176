package org.braiddb.storage.mvcc;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a run of commits did to the keys of one tree: part of a {@link HistorySegment}. */
final class KeyFates {
  /** What an entry of the map takes beside its key, roughly, in bytes. */
  private static final int ENTRY_BYTES = 72;

  private final KeyOrdering ordering;
  private final TreeMap<Object, Fate> fates;
  private final TreeMap<Object, Long> required;
  private long everything;
  private long lastChanged;
  private long lastRequired;

  KeyFates(KeyOrdering ordering) {
    this.ordering = ordering;
    this.fates = new TreeMap<>(ordering);
    this.required = new TreeMap<>(ordering);
  }

  /** The last change of one key. */
  static final class Fate {
    long commit;
    boolean present;
  }

  KeyOrdering ordering() {
    return ordering;
  }

  /** The last commit that changed so many keys that each counts as changed; 0 for none. */
  long everything() {
    return everything;
  }

  /** The last commit that changed any key; 0 for none. */
  long lastChanged() {
    return lastChanged;
  }

  /** The last commit that required a key to stay; 0 for none. */
  long lastRequired() {
    return lastRequired;
  }

  // ---- recording

  /** Returns the bytes that this took, roughly. */
  long changed(Object key, boolean present, long commit) {
    lastChanged = commit;
    Fate fate = fates.get(key);
    boolean isNew = fate == null;
    if (fate == null) {
      fate = new Fate();
      fates.put(key, fate);
    }
    fate.commit = commit;
    fate.present = present;
    return isNew ? ENTRY_BYTES + KeyMaker.sizeBytes(key) : 0;
  }

  void everythingChanged(long commit) {
    lastChanged = commit;
    everything = commit;
  }

  /** Returns the bytes that this took, roughly. */
  long required(Object key, long commit) {
    lastRequired = commit;
    boolean isNew = required.put(key, commit) == null;
    return isNew ? ENTRY_BYTES + KeyMaker.sizeBytes(key) : 0;
  }

  // ---- looking up

  /** The fate of a key, or null where these commits did nothing to it. */
  @Nullable Fate fate(Object key) {
    return fates.get(key);
  }

  /** The fates of the keys within bounds, which belong to the range. */
  NavigableMap<Object, Fate> fates(Object low, Object high) {
    return fates.subMap(low, true, high, true);
  }

  /** The last commit that required the key; 0 for none. */
  long requiredAt(Object key) {
    return required.getOrDefault(key, 0L);
  }

  /** The last commit after {@code snapshot} that changed a key within bounds; 0 for none. */
  long changedWithin(Object low, Object high, long snapshot) {
    for (Map.Entry<Object, Fate> entry : fates(low, high).entrySet()) {
      if (entry.getValue().commit > snapshot) {
        return entry.getValue().commit;
      }
    }
    return 0;
  }
}
