package org.braiddb.storage.mvcc;

import java.util.Arrays;

/**
 * The changes of one tree's records in the order in which they were made. Each is <i>noted</i> with
 * its record first, and <i>settled</i> when somebody asks for keys one by one: from then on it
 * names a key of {@link ChangedKeys}, and the state that it found there. Those settled come before
 * all others.
 */
final class NotedChanges {
  /** What was done to an entry. */
  static final byte INSERTED = 0;

  static final byte REPLACED = 1;
  static final byte DELETED = 2;

  private static final int FIRST_CAPACITY = 4;

  /** The records of those not settled, one after the other. */
  private byte[] records = {};

  private int end;

  /** Where the record begins; of a settled one, the number of its key. */
  private int[] places = {};

  /** What was done; of a settled one, the state of its key before. */
  private byte[] states = {};

  private int size;
  private int settled;

  int size() {
    return size;
  }

  int unsettled() {
    return size - settled;
  }

  /** Roughly, as though all were settled. */
  long sizeBytes() {
    return (Integer.BYTES + 1L) * places.length
        + (long) ChangedKeys.KEY_BYTES * unsettled()
        + 2L * end;
  }

  void add(byte[] record, int offset, int length, byte what) {
    if (records.length - end < length) {
      records = Arrays.copyOf(records, Math.max(end + length, 2 * records.length));
    }
    System.arraycopy(record, offset, records, end, length);
    add(end, what);
    end += length;
  }

  /** Adds one that is settled already, where all are. */
  void addSettled(int key, byte before) {
    assert settled == size;
    add(key, before);
    settled++;
  }

  private void add(int place, byte state) {
    if (size == places.length) {
      int capacity = Math.max(FIRST_CAPACITY, 2 * size);
      places = Arrays.copyOf(places, capacity);
      states = Arrays.copyOf(states, capacity);
    }
    places[size] = place;
    states[size++] = state;
  }

  /** Whether the oldest that is not settled put in an entry that was not there. */
  boolean beginsWithInsert() {
    return settled < size && states[settled] == INSERTED;
  }

  /** Whether all that are not settled put in entries that were not there. */
  boolean onlyInserts() {
    for (int i = settled; i < size; i++) {
      if (states[i] != INSERTED) {
        return false;
      }
    }
    return true;
  }

  /** Settles what is not settled yet. */
  void settle(ChangedKeys keys, KeyMaker maker) {
    while (settled < size) {
      int start = places[settled];
      int next = settled + 1 < size ? places[settled + 1] : end;
      int key = keys.number(records, start, next - start, maker);
      byte before = keys.state(key);
      keys.setState(key, after(states[settled], before));
      places[settled] = key;
      states[settled++] = before;
    }
    end = 0;
  }

  /** What a change makes of a key. */
  static byte after(byte what, byte before) {
    return what == DELETED
        ? NetChange.afterDelete(before)
        : NetChange.afterInsert(before, what == REPLACED);
  }

  /** Takes all but the first back, in the keys too. */
  void takeBackTo(int count, ChangedKeys keys) {
    for (; size > count; size--) {
      int last = size - 1;
      if (last < settled) {
        keys.setState(places[last], states[last]);
        settled = last;
        end = 0;
      } else {
        end = places[last];
      }
    }
  }

  /** None will be taken back: those settled need not be kept, where all are. */
  void keep() {
    if (settled == size) {
      size = 0;
      settled = 0;
    }
  }
}
