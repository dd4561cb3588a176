package org.braiddb.storage.mvcc;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.braiddb.storage.mvcc.RecordChanges.Change;
import org.jspecify.annotations.Nullable;

/** From key to change, for one tree of one transaction. */
abstract sealed class ChangedKeys {
  /** An empty one for keys of an order. */
  static ChangedKeys of(KeyOrdering ordering) {
    return ordering instanceof KeyOrdering.Encoded ? new Hashed(ordering) : new Ordered(ordering);
  }

  abstract @Nullable Change get(Object key);

  /** Adds one whose key is not there. */
  abstract void add(Change change);

  abstract int size();

  abstract void clear();

  /** All in the order of their keys; not to be changed. */
  abstract Iterable<Change> inOrder();

  /** Whether any change fulfils a condition. */
  abstract boolean any(Predicate<Change> condition);

  /** The same of keys within bounds, which belong to the range. */
  abstract boolean anyWithin(Object low, Object high, Predicate<Change> condition);

  /**
   * For keys that are equal if their bytes are. They are put in far more often than their order is
   * asked for, which is at COMMIT: they are sorted then.
   */
  private static final class Hashed extends ChangedKeys {
    private static final int FIRST_CAPACITY = 4;

    private final KeyOrdering ordering;
    private @Nullable Change[] slots = new Change[FIRST_CAPACITY];
    private int size;
    private Change @Nullable [] sorted;

    Hashed(KeyOrdering ordering) {
      this.ordering = ordering;
    }

    private static int hash(Object key) {
      int hash = Arrays.hashCode((byte[]) key) * 0x9e3779b9;
      return hash ^ hash >>> 16;
    }

    @Override
    @Nullable Change get(Object key) {
      int hash = hash(key);
      int mask = slots.length - 1;
      for (int i = hash & mask; ; i = (i + 1) & mask) {
        Change found = slots[i];
        if (found == null
            || found.hash == hash && Arrays.equals((byte[]) found.key, (byte[]) key)) {
          return found;
        }
      }
    }

    @Override
    void add(Change change) {
      change.hash = hash(change.key);
      sorted = null;
      if (++size * 2 > slots.length) {
        @Nullable Change[] old = slots;
        slots = new Change[2 * old.length];
        for (Change each : old) {
          if (each != null) {
            insert(each);
          }
        }
      }
      insert(change);
    }

    private void insert(Change change) {
      int mask = slots.length - 1;
      int i = change.hash & mask;
      while (slots[i] != null) {
        i = (i + 1) & mask;
      }
      slots[i] = change;
    }

    @Override
    int size() {
      return size;
    }

    @Override
    void clear() {
      slots = new Change[FIRST_CAPACITY];
      size = 0;
      sorted = null;
    }

    private Change[] sorted() {
      Change[] known = sorted;
      if (known == null) {
        known = new Change[size];
        int count = 0;
        for (Change each : slots) {
          if (each != null) {
            known[count++] = each;
          }
        }
        Arrays.sort(known, (a, b) -> ordering.compare(a.key, b.key));
        sorted = known;
      }
      return known;
    }

    @Override
    Iterable<Change> inOrder() {
      return Arrays.asList(sorted());
    }

    @Override
    boolean any(Predicate<Change> condition) {
      for (Change each : slots) {
        if (each != null && condition.test(each)) {
          return true;
        }
      }
      return false;
    }

    @Override
    boolean anyWithin(Object low, Object high, Predicate<Change> condition) {
      Change[] all = sorted();
      for (int i = firstFrom(all, low);
          i < all.length && ordering.compare(all[i].key, high) <= 0;
          i++) {
        if (condition.test(all[i])) {
          return true;
        }
      }
      return false;
    }

    private int firstFrom(Change[] all, Object low) {
      int from = 0;
      int to = all.length;
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (ordering.compare(all[middle].key, low) < 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from;
    }
  }

  /** For keys that can only be compared. */
  private static final class Ordered extends ChangedKeys {
    private final TreeMap<Object, Change> changes;

    Ordered(KeyOrdering ordering) {
      changes = new TreeMap<>(ordering);
    }

    @Override
    @Nullable Change get(Object key) {
      return changes.get(key);
    }

    @Override
    void add(Change change) {
      changes.put(change.key, change);
    }

    @Override
    int size() {
      return changes.size();
    }

    @Override
    void clear() {
      changes.clear();
    }

    @Override
    Collection<Change> inOrder() {
      return changes.values();
    }

    @Override
    boolean any(Predicate<Change> condition) {
      return changes.values().stream().anyMatch(condition);
    }

    @Override
    boolean anyWithin(Object low, Object high, Predicate<Change> condition) {
      return changes.subMap(low, true, high, true).values().stream().anyMatch(condition);
    }
  }
}
