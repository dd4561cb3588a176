package org.braiddb.sql.execute;

/**
 * Sorts pairs of an unsigned 64-bit key and a value by their keys; pairs with equal keys stay in
 * their order. Many pairs are dealt out byte by byte of the key, the lowest first: no branch
 * depends on a comparison, and memory is read in order. Bytes that all keys share cost nothing.
 */
final class PairSort {
  /** Up to so many are inserted one by one. */
  private static final int FEW = 48;

  private static final int VALUES_OF_A_BYTE = 256;

  private long[] keys = {};
  private long[] values = {};

  /** Sorts the first {@code size} pairs of two arrays. */
  void sort(long[] sortedKeys, long[] sortedValues, int size) {
    if (size <= FEW) {
      insert(sortedKeys, sortedValues, size);
    } else {
      deal(sortedKeys, sortedValues, size);
    }
  }

  private static void insert(long[] keys, long[] values, int size) {
    for (int i = 1; i < size; i++) {
      long key = keys[i];
      long value = values[i];
      int j = i;
      for (; j > 0 && Long.compareUnsigned(keys[j - 1], key) > 0; j--) {
        keys[j] = keys[j - 1];
        values[j] = values[j - 1];
      }
      keys[j] = key;
      values[j] = value;
    }
  }

  private void deal(long[] sortedKeys, long[] sortedValues, int size) {
    int[] counts = count(sortedKeys, size);
    if (counts.length == 0) {
      return;
    }
    long[] fromKeys = sortedKeys;
    long[] fromValues = sortedValues;
    long[] toKeys = keys.length < size ? new long[size] : keys;
    long[] toValues = values.length < size ? new long[size] : values;
    for (int place = 0; place < Long.BYTES; place++) {
      int base = place * VALUES_OF_A_BYTE;
      int shift = place * Byte.SIZE;
      if (counts[base + ((int) (fromKeys[0] >>> shift) & 0xff)] == size) {
        continue;
      }
      turnIntoStarts(counts, base);
      for (int i = 0; i < size; i++) {
        long key = fromKeys[i];
        int at = counts[base + ((int) (key >>> shift) & 0xff)]++;
        toKeys[at] = key;
        toValues[at] = fromValues[i];
      }
      long[] keysRead = fromKeys;
      long[] valuesRead = fromValues;
      fromKeys = toKeys;
      fromValues = toValues;
      toKeys = keysRead;
      toValues = valuesRead;
    }
    if (fromKeys != sortedKeys) {
      System.arraycopy(fromKeys, 0, sortedKeys, 0, size);
      System.arraycopy(fromValues, 0, sortedValues, 0, size);
      keys = fromKeys;
      values = fromValues;
    } else {
      keys = toKeys;
      values = toValues;
    }
  }

  /** How often each value of each byte occurs; nothing where the keys are in order already. */
  private static int[] count(long[] keys, int size) {
    int[] counts = new int[Long.BYTES * VALUES_OF_A_BYTE];
    boolean ordered = true;
    long before = keys[0];
    for (int i = 0; i < size; i++) {
      long key = keys[i];
      ordered &= Long.compareUnsigned(before, key) <= 0;
      before = key;
      for (int place = 0; place < Long.BYTES; place++) {
        counts[place * VALUES_OF_A_BYTE + ((int) (key >>> (place * Byte.SIZE)) & 0xff)]++;
      }
    }
    return ordered ? new int[0] : counts;
  }

  private static void turnIntoStarts(int[] counts, int base) {
    int start = 0;
    for (int i = base; i < base + VALUES_OF_A_BYTE; i++) {
      int count = counts[i];
      counts[i] = start;
      start += count;
    }
  }

  /** Lets go of the room it works in, where that is large. */
  void release() {
    keys = new long[0];
    values = new long[0];
  }
}
