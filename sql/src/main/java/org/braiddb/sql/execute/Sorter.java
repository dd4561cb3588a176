package org.braiddb.sql.execute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sorts records by keys of {@link KeyEncoder}; equal keys stay in the order they came. With a limit
 * it keeps only as many as can still be among the first. What outgrows its share of memory goes to
 * a temporary file, in sorted parts that are merged in the end.
 *
 * <p>In memory the first eight bytes of the keys are sorted; the entries themselves are looked at
 * only where these are equal and do not tell the order.
 */
final class Sorter {
  /** What a row takes in memory besides its bytes. */
  private static final long ROW_OVERHEAD = 32;

  private static final int NO_TAIL = -1;

  /** Up to so many rows with the same beginning are sorted by comparing their keys. */
  private static final int FEW_ROWS = 48;

  /** How often the next bytes are looked at before keys are compared. */
  private static final int MOST_DEPTH = 8;

  /** Most sorts are of few rows. */
  private static final int FIRST_ROWS = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final long budgetBytes;
  private EntryBuffer entries = new EntryBuffer();
  private EntryBuffer spare = new EntryBuffer();

  /** The first eight bytes of each entry's key, to be compared unsigned, and its place. */
  private long[] prefixes = {};

  private long[] places = {};
  private int size;
  private final PairSort pairs = new PairSort();

  /**
   * The length of the keys of more than eight bytes and what follows these eight, as long as all
   * agree in that: then keys with the same prefix are equal, since no key begins another. Numbers
   * that a double of few digits holds are such keys.
   */
  private int tailLength = NO_TAIL;

  private long tail;
  private boolean prefixesDecide = true;
  private long limit;

  /** The last key that is still among the first, once as many as are wanted are known. */
  private byte[] bound = {};

  private long boundPrefix;

  /** Where the rows are that did not fit; null while they all do. */
  private @Nullable SortedRuns runs;

  private boolean bounded;
  private int at;

  /**
   * @param budgetBytes how much memory the records may take
   */
  Sorter(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** Forgets everything. */
  void clear() {
    SortedRuns ended = runs;
    runs = null;
    forgetEntries();
    if (prefixes.length > 1 << 12) {
      prefixes = new long[] {};
      places = new long[] {};
      pairs.release();
    }
    bounded = false;
    if (ended != null) {
      ended.close();
    }
  }

  private void forgetEntries() {
    entries.clear();
    size = 0;
    at = 0;
    tailLength = NO_TAIL;
    prefixesDecide = true;
  }

  /**
   * Begins to collect.
   *
   * @param newLimit how many of the first records are wanted; negative for all
   */
  void begin(long newLimit) {
    clear();
    limit = newLimit;
  }

  /**
   * Whether a record with this key can be among the first: once as many are known, one that sorts
   * with the last of them or after it cannot, as it comes later.
   */
  boolean wants(KeyEncoder key) {
    if (!bounded) {
      return true;
    }
    int byPrefix = Long.compareUnsigned(eightBytes(key.bytes(), 0, key.length()), boundPrefix);
    if (byPrefix != 0) {
      return byPrefix < 0;
    }
    return Arrays.compareUnsigned(key.bytes(), 0, key.length(), bound, 0, bound.length) < 0;
  }

  /**
   * A bound for the first column of the keys: one that is a greater number, or a lesser one where
   * its order is descending, is of a record that it does not {@link #wants want}. NaN for none.
   */
  double numberBound(boolean descending) {
    return bounded ? KeyEncoder.lastNumber(boundPrefix, descending) : Double.NaN;
  }

  /** Takes in a record whose key it {@link #wants}. */
  void add(KeyEncoder key, byte[] record, int length) {
    if (limit >= 0 && size >= 2 * limit + 1024) {
      keepFirst((int) limit);
    }
    if (entries.inMemory() + size * ROW_OVERHEAD > budgetBytes) {
      spill();
    }
    if (size == places.length) {
      int room = Math.max(FIRST_ROWS, size * 2);
      prefixes = Arrays.copyOf(prefixes, room);
      places = Arrays.copyOf(places, room);
    }
    prefixes[size] = eightBytes(key.bytes(), 0, key.length());
    places[size] = entries.add(key, record, length);
    size++;
    if (prefixesDecide && key.length() > Long.BYTES) {
      noteTail(key);
    }
  }

  private void noteTail(KeyEncoder key) {
    int length = key.length();
    long rest = eightBytes(key.bytes(), Long.BYTES, length);
    if (tailLength == NO_TAIL) {
      tailLength = length;
      tail = rest;
    }
    prefixesDecide = length == tailLength && rest == tail && length <= 2 * Long.BYTES;
  }

  /** Bytes from an offset on, filled up with zeros where the key ends before. */
  private static long eightBytes(byte[] bytes, int from, int end) {
    if (end - from >= Long.BYTES) {
      return (long) LONG.get(bytes, from);
    }
    long value = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      value = value << 8 | (i < end ? bytes[i] & 0xff : 0);
    }
    return value;
  }

  /** Writes what is in memory into a file, sorted. From then on nothing is left out. */
  private void spill() {
    SortedRuns present = runs;
    if (present == null) {
      present = new SortedRuns();
      runs = present;
    }
    sortMemory();
    for (int i = 0; i < size; i++) {
      long place = places[i];
      present.add(entries.bytes(place), EntryBuffer.offset(place), entries.length(place));
    }
    present.endRun();
    forgetEntries();
    limit = -1;
  }

  private void keepFirst(int count) {
    sortMemory();
    EntryBuffer all = entries;
    EntryBuffer kept = spare;
    for (int i = 0; i < count; i++) {
      places[i] = kept.add(all, places[i]);
    }
    if (count > 0) {
      bounded = true;
      long last = places[count - 1];
      bound = Arrays.copyOfRange(kept.bytes(last), EntryBuffer.key(last), kept.keyEnd(last));
      boundPrefix = prefixes[count - 1];
    }
    all.clear();
    entries = kept;
    spare = all;
    size = count;
  }

  /** Puts everything in order; then {@link #next} gives the first. */
  void sort() {
    SortedRuns present = runs;
    if (present != null) {
      if (size > 0) {
        spill();
      }
      present.merge();
    } else {
      sortMemory();
    }
  }

  private void sortMemory() {
    pairs.sort(prefixes, places, size);
    if (!prefixesDecide) {
      sortRuns(prefixes, size, 0, Long.BYTES, 0);
    }
    at = 0;
  }

  /**
   * Sorts each run of entries whose keys were found equal so far.
   *
   * @param keys what they were compared by, in order, from the entry at {@code from} on
   * @param known how many bytes of the keys of a run are equal
   */
  private void sortRuns(long[] keys, int count, int from, int known, int depth) {
    int first = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || keys[i] != keys[first]) {
        sortEqual(from + first, from + i, known, depth);
        first = i;
      }
    }
  }

  /**
   * Sorts a range of entries whose keys begin with the same bytes.
   *
   * @param known how many bytes these are, at least
   * @param depth how often the next bytes were looked at already
   */
  private void sortEqual(int from, int to, int known, int depth) {
    if (to - from <= FEW_ROWS || depth == MOST_DEPTH) {
      if (to - from > 1) {
        long[] run = Arrays.copyOfRange(places, from, to);
        mergeSort(run.clone(), run, 0, run.length);
        System.arraycopy(run, 0, places, from, run.length);
      }
      return;
    }
    int shared = sharedBytes(from, to, known);
    if (shared < 0) {
      return;
    }
    long[] keys = new long[to - from];
    long[] run = Arrays.copyOfRange(places, from, to);
    for (int i = 0; i < run.length; i++) {
      long place = run[i];
      int key = EntryBuffer.key(place) + shared;
      keys[i] = eightBytes(entries.bytes(place), key, entries.keyEnd(place));
    }
    pairs.sort(keys, run, run.length);
    System.arraycopy(run, 0, places, from, run.length);
    sortRuns(keys, keys.length, from, shared + Long.BYTES, depth + 1);
  }

  /**
   * With how many equal bytes the keys of a range begin; negative where all are equal. No key
   * begins another, so that keys which end within these bytes are equal.
   */
  private int sharedBytes(int from, int to, int known) {
    long place = places[from];
    byte[] bytes = entries.bytes(place);
    int at = EntryBuffer.key(place) + known;
    int end = entries.keyEnd(place);
    int longest = end;
    boolean equal = true;
    for (int i = from + 1; i < to && at < end; i++) {
      long other = places[i];
      int otherAt = EntryBuffer.key(other) + known;
      int otherEnd = entries.keyEnd(other);
      int different = Arrays.mismatch(bytes, at, end, entries.bytes(other), otherAt, otherEnd);
      if (different >= 0) {
        equal = false;
        end = at + different;
      }
    }
    return equal || longest <= at ? -1 : known + end - at;
  }

  /** Moves the row to the next record; false at the end. */
  boolean next(RecordRow.InMemory row) {
    SortedRuns present = runs;
    if (present != null) {
      return present.next(row);
    }
    if (at >= size) {
      return false;
    }
    entries.load(places[at++], row);
    return true;
  }

  /** Sorts a range of the target by whole keys; the source holds the same and is work space. */
  private void mergeSort(long[] source, long[] target, int from, int to) {
    if (to - from < 8) {
      insertionSort(target, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(target, source, from, middle);
    mergeSort(target, source, middle, to);
    if (compare(source[middle - 1], source[middle]) <= 0) {
      System.arraycopy(source, from, target, from, to - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft = right >= to || left < middle && compare(source[left], source[right]) <= 0;
      target[i] = takeLeft ? source[left++] : source[right++];
    }
  }

  private void insertionSort(long[] target, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long value = target[i];
      int j = i;
      while (j > from && compare(target[j - 1], value) > 0) {
        target[j] = target[j - 1];
        j--;
      }
      target[j] = value;
    }
  }

  private int compare(long left, long right) {
    return Arrays.compareUnsigned(
        entries.bytes(left),
        EntryBuffer.key(left),
        entries.keyEnd(left),
        entries.bytes(right),
        EntryBuffer.key(right),
        entries.keyEnd(right));
  }
}
