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
 */
final class Sorter {
  /** What a row takes in memory besides its bytes. */
  private static final long ROW_OVERHEAD = 40;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final long budgetBytes;
  private final RowBuffer keys = new RowBuffer(Long.MAX_VALUE);
  private final RowBuffer records = new RowBuffer(Long.MAX_VALUE);
  private long[] prefixes = new long[64];
  private int[] order = new int[0];
  private long limit;

  /** The last key that is still among the first, once as many as are wanted are known. */
  private byte[] bound = {};

  private long boundPrefix;

  /** Where the rows are that did not fit; null while they all do. */
  private @Nullable SortedRuns runs;

  private boolean bounded;
  private int at;

  /** One with the usual share of memory. */
  Sorter() {
    this(TemporaryFile.BUDGET_BYTES);
  }

  /** One with a share of its own. */
  Sorter(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** Forgets everything. */
  void clear() {
    SortedRuns ended = runs;
    runs = null;
    forget();
    if (ended != null) {
      ended.close();
    }
  }

  private void forget() {
    keys.clear();
    records.clear();
    order = new int[0];
    at = 0;
    bounded = false;
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
    int byPrefix = Long.compare(prefix(key.bytes(), 0, key.length()), boundPrefix);
    if (byPrefix != 0) {
      return byPrefix < 0;
    }
    return Arrays.compareUnsigned(key.bytes(), 0, key.length(), bound, 0, bound.length) < 0;
  }

  /** Takes in a record whose key it {@link #wants}. */
  void add(KeyEncoder key, byte[] record, int length) {
    if (limit >= 0 && keys.size() >= 2 * limit + 1024) {
      keepFirst((int) limit);
    }
    if (keys.inMemory() + records.inMemory() + keys.size() * ROW_OVERHEAD > budgetBytes) {
      spill();
    }
    int number = keys.add(key.bytes(), 0, key.length());
    records.add(record, 0, length);
    if (number == prefixes.length) {
      prefixes = Arrays.copyOf(prefixes, number * 2);
    }
    prefixes[number] = prefix(key.bytes(), 0, key.length());
  }

  /** Writes what is in memory into a file, sorted. From then on nothing is left out. */
  private void spill() {
    SortedRuns present = runs;
    if (present == null) {
      present = new SortedRuns();
      runs = present;
    }
    sortMemory();
    for (int number : order) {
      present.add(
          keys.bytes(number),
          keys.offset(number),
          keys.length(number),
          records.bytes(number),
          records.offset(number),
          records.length(number));
    }
    present.endRun();
    keys.clear();
    records.clear();
    order = new int[0];
    limit = -1;
  }

  private void keepFirst(int count) {
    sortMemory();
    RowBuffer keptKeys = new RowBuffer(Long.MAX_VALUE);
    RowBuffer keptRecords = new RowBuffer(Long.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      int number = order[i];
      keptKeys.add(keys.bytes(number), keys.offset(number), keys.length(number));
      keptRecords.add(records.bytes(number), records.offset(number), records.length(number));
    }
    keys.clear();
    records.clear();
    if (count > 0) {
      bounded = true;
      int last = count - 1;
      int from = keptKeys.offset(last);
      bound = Arrays.copyOfRange(keptKeys.bytes(last), from, from + keptKeys.length(last));
      boundPrefix = prefix(bound, 0, bound.length);
    }
    for (int i = 0; i < count; i++) {
      keys.add(keptKeys.bytes(i), keptKeys.offset(i), keptKeys.length(i));
      records.add(keptRecords.bytes(i), keptRecords.offset(i), keptRecords.length(i));
      prefixes[i] = prefix(keptKeys.bytes(i), keptKeys.offset(i), keptKeys.length(i));
    }
  }

  private static long prefix(byte[] bytes, int offset, int length) {
    if (length >= Long.BYTES) {
      return (long) LONG.get(bytes, offset) ^ Long.MIN_VALUE;
    }
    long prefix = 0;
    for (int i = 0; i < 8; i++) {
      prefix = prefix << 8 | (i < length ? bytes[offset + i] & 0xff : 0);
    }
    return prefix ^ Long.MIN_VALUE; // so that signed comparison orders it
  }

  /** Puts everything in order; then {@link #next} gives the first. */
  void sort() {
    SortedRuns present = runs;
    if (present != null) {
      if (keys.size() > 0) {
        spill();
      }
      present.merge();
    } else {
      sortMemory();
    }
  }

  private void sortMemory() {
    int size = keys.size();
    order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    mergeSort(order.clone(), order, 0, size);
    at = 0;
  }

  /** Moves the row to the next record; false at the end. */
  boolean next(RecordRow.InMemory row) {
    SortedRuns present = runs;
    if (present != null) {
      return present.next(row);
    }
    if (at >= order.length) {
      return false;
    }
    records.load(order[at++], row);
    return true;
  }

  /** Sorts a range of the target; the source holds the same numbers and is used as work space. */
  private void mergeSort(int[] source, int[] target, int from, int to) {
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

  private void insertionSort(int[] target, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int value = target[i];
      int j = i;
      while (j > from && compare(target[j - 1], value) > 0) {
        target[j] = target[j - 1];
        j--;
      }
      target[j] = value;
    }
  }

  private int compare(int left, int right) {
    int byPrefix = Long.compare(prefixes[left], prefixes[right]);
    if (byPrefix != 0) {
      return byPrefix;
    }
    int leftOffset = keys.offset(left);
    int rightOffset = keys.offset(right);
    return Arrays.compareUnsigned(
        keys.bytes(left),
        leftOffset,
        leftOffset + keys.length(left),
        keys.bytes(right),
        rightOffset,
        rightOffset + keys.length(right));
  }
}
