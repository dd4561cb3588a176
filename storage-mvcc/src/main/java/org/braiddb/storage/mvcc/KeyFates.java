package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.List;
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

  /** Commits that changed many keys, as their transactions kept them; oldest first. */
  private final List<ManyKeys> many = new ArrayList<>(0);

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

  /**
   * What a commit made of many keys. Mostly nobody asks, so that they are not put in order, nor
   * even told apart, before somebody does.
   */
  private static final class ManyKeys {
    private final TreeChanges changes;
    private long commit;
    private @Nullable Long largest;

    ManyKeys(TreeChanges changes, long commit) {
      this.changes = changes;
      this.commit = commit;
    }

    /** At least the largest rowid that the commit left. */
    long largestPresent() {
      synchronized (changes) {
        if (largest == null) {
          largest = ((RowidChanges) changes).largestPresent();
        }
        return largest;
      }
    }

    /** The {@link NetChange} of a key. Readers of the history may ask at the same time. */
    byte state(Object key) {
      synchronized (changes) {
        return changes.state(key);
      }
    }

    boolean anyWithin(Object low, Object high, TreeChanges.KeyTest test) {
      synchronized (changes) {
        return changes.anyWithin(low, high, test);
      }
    }
  }

  /** The last change of one key. */
  static final class Fate {
    long commit;
    boolean present;

    private static Fate of(long commit, boolean present) {
      Fate fate = new Fate();
      fate.commit = commit;
      fate.present = present;
      return fate;
    }
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

  /** Many keys changed, and are not changed any more. Returns the bytes that they take, roughly. */
  long changed(TreeChanges changes, long commit) {
    lastChanged = commit;
    many.add(new ManyKeys(changes, commit));
    return ENTRY_BYTES + changes.sizeBytes();
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
    many.forEach(keys -> keys.commit = gone.map(keys.commit));
    runs.replaceAll((low, run) -> new Run(run.high, gone.map(run.commit), run.present));
    everything = gone.map(everything);
    unlisted = gone.map(unlisted);
    lastChanged = gone.map(lastChanged);
    lastRequired = gone.map(lastRequired);
  }

  // ---- looking up

  /** What commits after a snapshot did to a key last, or null where they did nothing to it. */
  @Nullable Fate fate(Object key, long snapshot) {
    Fate fate = fates.get(key);
    long newest = fate == null ? snapshot : Math.max(snapshot, fate.commit);
    Map.Entry<Long, Run> run = runs.isEmpty() ? null : runs.floorEntry((Long) key);
    if (run != null && run.getValue().high >= (Long) key && run.getValue().commit >= newest) {
      newest = run.getValue().commit;
      fate = Fate.of(newest, run.getValue().present);
    }
    for (int i = many.size() - 1; i >= 0 && many.get(i).commit > newest; i--) {
      byte state = many.get(i).state(key);
      if (NetChange.isChange(state)) {
        return Fate.of(many.get(i).commit, NetChange.now(state));
      }
    }
    return fate == null || fate.commit <= snapshot ? null : fate;
  }

  /** The same for an index tree's keys within bounds, which belong to the range. */
  Map<Object, Fate> fates(Object low, Object high, long snapshot) {
    NavigableMap<Object, Fate> each = fates.subMap(low, true, high, true);
    if (many.isEmpty() || many.getLast().commit <= snapshot) {
      return each;
    }
    TreeMap<Object, Fate> all = new TreeMap<>(ordering);
    all.putAll(each);
    for (ManyKeys keys : many) {
      if (keys.commit > snapshot) {
        keys.anyWithin(
            low,
            high,
            (key, state) -> {
              Fate known = all.get(key);
              if (known == null || known.commit < keys.commit) {
                all.put(key, Fate.of(keys.commit, NetChange.now(state)));
              }
              return false;
            });
      }
    }
    return all;
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
    for (Fate fate : fates.subMap(low, true, high, true).values()) {
      if (fate.commit > snapshot) {
        return fate.commit;
      }
    }
    for (ManyKeys keys : many) {
      if (keys.commit > snapshot && keys.anyWithin(low, high, (key, state) -> true)) {
        return keys.commit;
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
    for (ManyKeys keys : many) {
      if (keys.commit > snapshot) {
        largest = Math.max(largest, keys.largestPresent());
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
