package org.braiddb.sql.execute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Distinct keys of {@link KeyEncoder} with numbers from 0 in the order they came: a hash table by
 * open addressing over one array of bytes.
 */
final class KeyTable {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Most tables are of statements that see few rows. */
  private static final int FIRST_SLOTS = 16;

  private static final int FIRST_BYTES = 128;

  /** The slots of a table that nothing was ever put in. */
  private static final int[] NO_SLOTS = {0};

  private int[] slots = NO_SLOTS; // number + 1; 0 is free
  private int[] hashes = {};
  private int[] starts = {};
  private byte[] keys = {};
  private int size;

  /** The number that was found or added last: often the next key is the same. */
  private int last;

  /** Forgets all keys. */
  void clear() {
    if (size == 0) {
      return;
    }
    if (slots.length > 1 << 16) {
      slots = new int[FIRST_SLOTS];
      keys = new byte[FIRST_BYTES];
    } else {
      Arrays.fill(slots, 0);
    }
    size = 0;
  }

  /** How many keys there are. */
  int size() {
    return size;
  }

  /** How many bytes it takes, about. */
  long inMemory() {
    return keys.length + 4L * (slots.length + hashes.length + starts.length);
  }

  /** Negative, zero or positive as a key sorts before, with or after another. */
  int compare(int number, byte[] other, int offset, int length) {
    return Arrays.compareUnsigned(
        keys, starts[number], starts[number + 1], other, offset, offset + length);
  }

  /** The number of a key; -1 where it is not there. */
  int find(byte[] key, int length) {
    int hash = hash(key, length);
    int mask = slots.length - 1;
    for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int number = slots[slot] - 1;
      if (hashes[number] == hash && equal(number, key, length)) {
        return number;
      }
    }
    return -1;
  }

  /** The number of a key, which is added where it was not there: then it is the old size. */
  int add(byte[] key, int length) {
    if (slots == NO_SLOTS) {
      begin();
    }
    if (last < size && equal(last, key, length)) {
      return last;
    }
    int hash = hash(key, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (hashes[number] == hash && equal(number, key, length)) {
        last = number;
        return number;
      }
      slot = (slot + 1) & mask;
    }
    last = size;
    append(key, length, hash);
    slots[slot] = size;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void begin() {
    slots = new int[FIRST_SLOTS];
    hashes = new int[FIRST_SLOTS / 2];
    starts = new int[FIRST_SLOTS / 2 + 1];
    keys = new byte[FIRST_BYTES];
  }

  /** Negative, zero or positive as one key sorts before, with or after another. */
  int compare(int left, int right) {
    return Arrays.compareUnsigned(
        keys, starts[left], starts[left + 1], keys, starts[right], starts[right + 1]);
  }

  /** Appends a key to an encoder. */
  void copyTo(int number, KeyEncoder target) {
    target.addEncoded(keys, starts[number], starts[number + 1]);
  }

  private boolean equal(int number, byte[] key, int length) {
    return Arrays.equals(keys, starts[number], starts[number + 1], key, 0, length);
  }

  private void append(byte[] key, int length, int hash) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      starts = Arrays.copyOf(starts, size * 2 + 1);
    }
    int start = size == 0 ? 0 : starts[size];
    int end = Math.addExact(start, length);
    if (end > keys.length) {
      keys =
          Arrays.copyOf(
              keys, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(end, keys.length * 2L)));
    }
    System.arraycopy(key, 0, keys, start, length);
    starts[size] = start;
    hashes[size] = hash;
    size++;
    starts[size] = end;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = hashes[number] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  private static int hash(byte[] key, int length) {
    long hash = 0x9e3779b97f4a7c15L;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(key, at)) * 0xff51afd7ed558ccdL;
      hash ^= hash >>> 32;
    }
    for (; at < length; at++) {
      hash = (hash ^ key[at]) * 0x100000001b3L;
    }
    return (int) (hash ^ (hash >>> 29));
  }
}
