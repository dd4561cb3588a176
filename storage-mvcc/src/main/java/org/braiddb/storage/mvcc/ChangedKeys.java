package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.braiddb.storage.record.KeyCodec;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one tree that one transaction changed, each with its state, a {@link NetChange}, and its
 * columns as a record. They are called by numbers, in the order in which they came.
 */
abstract sealed class ChangedKeys {
  /** What a key takes beside its bytes and those of its record, roughly. */
  static final int KEY_BYTES = 32;

  private static final int FIRST_CAPACITY = 4;

  private byte[] states = {};
  private int size;

  /** The numbers in the order of their keys, as many as there were when it was last asked for. */
  private int[] sorted = {};

  /** Empty ones for keys of an order. */
  static ChangedKeys of(KeyOrdering ordering) {
    return switch (ordering) {
      case KeyOrdering.Encoded encoded -> new Hashed();
      case KeyOrdering.Collated collated -> new Ordered(ordering);
      case KeyOrdering.Rowids rowids ->
          throw new IllegalArgumentException("rowids are their own keys");
    };
  }

  /** The number of a key, negative where it is not there. */
  abstract int find(Object key);

  /** The number of a record's key, which is added if it is not there. */
  abstract int number(byte[] record, int offset, int length, KeyMaker maker);

  abstract Object key(int number);

  abstract byte[] record(int number);

  /** Compares two keys by their numbers. */
  abstract int compare(int left, int right);

  /** Compares a key, by its number, with one given or a bound. */
  abstract int compareTo(int left, Object right);

  abstract long sizeBytes();

  final int size() {
    return size;
  }

  final byte state(int number) {
    return states[number];
  }

  final void setState(int number, byte state) {
    states[number] = state;
  }

  /** The number of a new key, of which nothing is known yet. */
  final int added() {
    if (size == states.length) {
      states = Arrays.copyOf(states, Math.max(FIRST_CAPACITY, 2 * size));
    }
    states[size] = NetChange.NONE;
    return size++;
  }

  /** The numbers of all in the order of their keys; not to be changed. */
  final int[] inOrder() {
    if (sorted.length < size) {
      IntStream numbers = IntStream.range(0, size);
      sorted =
          isInOrder()
              ? numbers.toArray()
              : numbers.boxed().sorted(this::compare).mapToInt(Integer::intValue).toArray();
    }
    return sorted;
  }

  private boolean isInOrder() {
    for (int i = 1; i < size; i++) {
      if (compare(i - 1, i) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether any differs from before. */
  final boolean anyChange() {
    for (int i = 0; i < size; i++) {
      if (NetChange.isChange(states[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whether any was there before. */
  final boolean anyBefore() {
    for (int i = 0; i < size; i++) {
      if (NetChange.before(states[i])) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether any number of the keys within bounds, which belong to the range, fulfils a condition.
   */
  final boolean anyWithin(Object low, Object high, IntPredicate condition) {
    int[] all = inOrder();
    for (int i = firstFrom(all, low); i < size && compareTo(all[i], high) <= 0; i++) {
      if (condition.test(all[i])) {
        return true;
      }
    }
    return false;
  }

  private int firstFrom(int[] all, Object low) {
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (compareTo(all[middle], low) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** For keys that are equal if their bytes are. */
  private static final class Hashed extends ChangedKeys {
    /** Numbers by the hashes of their keys, one added to each; 0 is a free slot. */
    private int[] slots = new int[2 * FIRST_CAPACITY];

    private int[] hashes = new int[FIRST_CAPACITY];

    /** Where the record of each begins, and its key, which ends where the next record begins. */
    private int[] places = new int[2 * FIRST_CAPACITY + 1];

    private byte[] bytes = {};

    private static int hash(byte[] key, int length) {
      int hash = 0;
      for (int i = 0; i < length; i++) {
        hash = 31 * hash + key[i];
      }
      hash *= 0x9e3779b9;
      return hash ^ hash >>> 16;
    }

    @Override
    int find(Object key) {
      byte[] sought = (byte[]) key;
      return find(sought, sought.length, hash(sought, sought.length));
    }

    private int find(byte[] key, int length, int hash) {
      int mask = slots.length - 1;
      for (int i = hash & mask; ; i = (i + 1) & mask) {
        int found = slots[i] - 1;
        if (found < 0
            || hashes[found] == hash
                && Arrays.equals(bytes, keyAt(found), endOf(found), key, 0, length)) {
          return found;
        }
      }
    }

    private int keyAt(int number) {
      return places[2 * number + 1];
    }

    private int endOf(int number) {
      return places[2 * number + 2];
    }

    @Override
    int number(byte[] record, int offset, int length, KeyMaker maker) {
      KeyCodec key = maker.encoded(record, offset, length);
      int hash = hash(key.bytes(), key.length());
      int found = find(key.bytes(), key.length(), hash);
      return found >= 0 ? found : add(key, hash, maker.keyColumns(record, offset, length));
    }

    private int add(KeyCodec key, int hash, byte[] record) {
      int number = added();
      int start = places[2 * number];
      int end = start + record.length + key.length();
      if (number == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * number);
        places = Arrays.copyOf(places, 4 * number + 1);
        slots = new int[4 * number];
        for (int i = 0; i < number; i++) {
          insert(i);
        }
      }
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
      }
      System.arraycopy(record, 0, bytes, start, record.length);
      System.arraycopy(key.bytes(), 0, bytes, start + record.length, key.length());
      hashes[number] = hash;
      places[2 * number + 1] = start + record.length;
      places[2 * number + 2] = end;
      insert(number);
      return number;
    }

    private void insert(int number) {
      int mask = slots.length - 1;
      int i = hashes[number] & mask;
      while (slots[i] != 0) {
        i = (i + 1) & mask;
      }
      slots[i] = number + 1;
    }

    @Override
    byte[] key(int number) {
      return Arrays.copyOfRange(bytes, keyAt(number), endOf(number));
    }

    @Override
    byte[] record(int number) {
      return Arrays.copyOfRange(bytes, places[2 * number], keyAt(number));
    }

    @Override
    int compare(int left, int right) {
      return Arrays.compareUnsigned(
          bytes, keyAt(left), endOf(left), bytes, keyAt(right), endOf(right));
    }

    @Override
    int compareTo(int left, Object right) {
      byte[] key = (byte[]) right;
      return Arrays.compareUnsigned(bytes, keyAt(left), endOf(left), key, 0, key.length);
    }

    @Override
    long sizeBytes() {
      return (long) KEY_BYTES * size() + places[2 * size()];
    }
  }

  /** For keys that can only be compared; they are their records. */
  private static final class Ordered extends ChangedKeys {
    /** What a key takes in the map, roughly, in bytes. */
    private static final int NODE_BYTES = 64;

    private final KeyOrdering ordering;
    private final TreeMap<Object, Integer> numbers;
    private final List<byte[]> keys = new ArrayList<>();
    private long keyBytes;

    Ordered(KeyOrdering ordering) {
      this.ordering = ordering;
      this.numbers = new TreeMap<>(ordering);
    }

    @Override
    int find(Object key) {
      @Nullable Integer found = numbers.get(key);
      return found == null ? -1 : found;
    }

    @Override
    int number(byte[] record, int offset, int length, KeyMaker maker) {
      byte[] key = maker.keyColumns(record, offset, length);
      int found = find(key);
      if (found >= 0) {
        return found;
      }
      numbers.put(key, size());
      keys.add(key);
      keyBytes += KEY_BYTES + NODE_BYTES + key.length;
      return added();
    }

    @Override
    byte[] key(int number) {
      return keys.get(number);
    }

    @Override
    byte[] record(int number) {
      return keys.get(number);
    }

    @Override
    int compare(int left, int right) {
      return compareTo(left, key(right));
    }

    @Override
    int compareTo(int left, Object right) {
      return ordering.compare(key(left), right);
    }

    @Override
    long sizeBytes() {
      return keyBytes;
    }
  }
}
