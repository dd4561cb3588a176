package org.braiddb.storage.mvcc;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a run of commits did to the keys of one tree: part of a {@link HistorySegment}. */
final class KeyFates {
  /** What an entry of the map takes beside its key, roughly, in bytes. */
  static final int ENTRY_BYTES = 72;

  private final KeyOrdering ordering;
  private final TreeMap<Object, Fate> fates;
  private final TreeMap<Object, Long> required;

  /** Neighbouring rowids that met the same fate, by the first; disjoint. For table trees only. */
  private final TreeMap<Long, Run> runs = new TreeMap<>();

  private long everything;
  private long unlisted;
  private long lastChanged;
  private long lastRequired;

  KeyFates(KeyOrdering ordering) {
    this.ordering = ordering;
    this.fates = new TreeMap<>(ordering);
    this.required = new TreeMap<>(ordering);
  }

  private record Run(long high, long commit, boolean present) {
    Run to(long newHigh) {
      return new Run(newHigh, commit, present);
    }
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

  /** All rowids from {@code low} to {@code high} changed. Returns the bytes that this took. */
  long changed(long low, long high, boolean present, long commit) {
    lastChanged = commit;
    Map.Entry<Long, Run> before = runs.floorEntry(high);
    while (before != null && before.getValue().high >= low) {
      Run old = before.getValue();
      runs.remove(before.getKey());
      if (before.getKey() < low) {
        runs.put(before.getKey(), old.to(low - 1));
      }
      if (old.high > high) {
        runs.put(high + 1, old);
      }
      before = runs.floorEntry(high);
    }
    runs.put(low, new Run(high, commit, present));
    return ENTRY_BYTES + Long.BYTES;
  }

  void everythingChanged(long commit) {
    lastChanged = commit;
    everything = commit;
  }

  /** Entries were added that nobody has to be told one by one; see {@link #changedWithin}. */
  void unlistedAdded(long commit) {
    lastChanged = commit;
    unlisted = commit;
  }

  /** Returns the bytes that this took, roughly. */
  long required(Object key, long commit) {
    lastRequired = commit;
    boolean isNew = required.put(key, commit) == null;
    return isNew ? ENTRY_BYTES + KeyMaker.sizeBytes(key) : 0;
  }

  /** Commits were taken back. */
  void takeBack(VoidCommits gone) {
    fates.values().forEach(fate -> fate.commit = gone.map(fate.commit));
    required.replaceAll((key, commit) -> gone.map(commit));
    runs.replaceAll((low, run) -> new Run(run.high, gone.map(run.commit), run.present));
    everything = gone.map(everything);
    unlisted = gone.map(unlisted);
    lastChanged = gone.map(lastChanged);
    lastRequired = gone.map(lastRequired);
  }

  // ---- looking up

  /** The fate of a key, or null where these commits did nothing to it. */
  @Nullable Fate fate(Object key) {
    Fate fate = fates.get(key);
    Map.Entry<Long, Run> run = runs.isEmpty() ? null : runs.floorEntry((Long) key);
    if (run == null
        || run.getValue().high < (Long) key
        || fate != null && fate.commit > run.getValue().commit) {
      return fate;
    }
    Fate ofRun = new Fate();
    ofRun.commit = run.getValue().commit;
    ofRun.present = run.getValue().present;
    return ofRun;
  }

  /** The fates of an index tree's keys within bounds, which belong to the range. */
  NavigableMap<Object, Fate> fates(Object low, Object high) {
    return fates.subMap(low, true, high, true);
  }

  /** The last commit that required the key; 0 for none. */
  long requiredAt(Object key) {
    return required.getOrDefault(key, 0L);
  }

  /** A commit after {@code snapshot} that changed a key within bounds, or may have; 0 for none. */
  long changedWithin(Object low, Object high, long snapshot) {
    if (unlisted > snapshot) {
      return unlisted;
    }
    for (Fate fate : fates(low, high).values()) {
      if (fate.commit > snapshot) {
        return fate.commit;
      }
    }
    return runs.isEmpty() ? 0 : runWithin((Long) low, (Long) high, snapshot);
  }

  private long runWithin(long low, long high, long snapshot) {
    Map.Entry<Long, Run> run = runs.floorEntry(high);
    while (run != null && run.getValue().high >= low) {
      if (run.getValue().commit > snapshot) {
        return run.getValue().commit;
      }
      run = runs.lowerEntry(run.getKey());
    }
    return 0;
  }

  /** At least the largest rowid that a commit after {@code snapshot} left, and {@code least}. */
  long largestPresent(long least, long snapshot) {
    long largest = least;
    for (Map.Entry<Object, Fate> each : fates.tailMap(least, false).descendingMap().entrySet()) {
      if (each.getValue().present && each.getValue().commit > snapshot) {
        largest = (Long) each.getKey();
        break;
      }
    }
    Map.Entry<Long, Run> run = runs.lastEntry();
    while (run != null && run.getValue().high > largest) {
      if (run.getValue().present && run.getValue().commit > snapshot) {
        return run.getValue().high;
      }
      run = runs.lowerEntry(run.getKey());
    }
    return largest;
  }
}
