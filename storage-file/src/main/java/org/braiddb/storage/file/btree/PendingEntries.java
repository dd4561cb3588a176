package org.braiddb.storage.file.btree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.SearchKey;

/**
 * Entries of an index that wait to be put in or taken out, in the order they came; then sorted. An
 * index on values without order is so changed from left to right, a leaf after the other, instead
 * of with a search and a split leaf here and there.
 *
 * <p>I2: while entries wait no cursor of the tree shows anything: what moves one has them put in
 * first. So nobody can tell them from entries that are in the tree.
 */
final class PendingEntries {
  /** So many entries are sorted at a time, at most: the number of one has that many bits. */
  private static final int NUMBER_BITS = 17;

  private static final int MOST_ENTRIES = 1 << NUMBER_BITS;

  /** And so many bytes of them, if there is more than one. */
  private static final int MOST_BYTES = 4 << 20;

  /** Records share arrays of that size; a larger one has its own. */
  private static final int SHARED_BITS = 15;

  private static final int SHARED_BYTES = 1 << SHARED_BITS;

  /** A sort key has the kind of a column and the beginning of its value. */
  private static final int KIND_BITS = 2;

  private static final int VALUE_BITS = Long.SIZE - KIND_BITS - NUMBER_BITS;

  private static final int FIRST_ENTRIES = 16;

  /** So few entries with equal sort keys are put in order without more ado. */
  private static final int FEW = 16;

  /** Texts are told apart by what follows their equal beginnings so often, at most. */
  private static final int MOST_BEGINNINGS = 8;

  private final RecordComparator comparator;
  private final List<KeyOrder.Column> columns;

  private final List<byte[]> arrays = new ArrayList<>();

  /** How much of the last array is used. */
  private int used = SHARED_BYTES;

  private long bytes;
  private int size;

  /** Of each entry: which array it is in, and where it begins there. */
  private int[] places = new int[FIRST_ENTRIES];

  private int[] lengths = new int[FIRST_ENTRIES];

  /** Of each entry, whether it is to be taken out. */
  private boolean[] leaving = new boolean[FIRST_ENTRIES];

  /** Whether any is. */
  private boolean anyLeaving;

  /** In order, once sorted: sort keys, with the number of the entry in the lowest bits. */
  private long[] order = {};

  private final SearchKey value = new SearchKey();
  private final SearchKey left = new SearchKey();

  PendingEntries(KeyOrder keyOrder) {
    comparator = new RecordComparator(keyOrder);
    columns = keyOrder.columns();
  }

  int size() {
    return size;
  }

  /** Whether no more should be added. */
  boolean isFull() {
    return size == MOST_ENTRIES || bytes >= MOST_BYTES;
  }

  /** Whether so many more can be added. */
  boolean hasRoomFor(int more) {
    return size + more <= MOST_ENTRIES;
  }

  /** Adds an entry to be put in. */
  void add(byte[] record, int offset, int length) {
    add(record, offset, length, false);
  }

  /** Adds an entry to be taken out. */
  void addLeaving(byte[] record, int offset, int length) {
    add(record, offset, length, true);
    anyLeaving = true;
  }

  private void add(byte[] record, int offset, int length, boolean leaves) {
    if (length > SHARED_BYTES - used) {
      arrays.add(new byte[Math.max(length, SHARED_BYTES)]);
      used = 0;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
      leaving = Arrays.copyOf(leaving, 2 * size);
    }
    System.arraycopy(record, offset, arrays.getLast(), used, length);
    places[size] = (arrays.size() - 1) << SHARED_BITS | used;
    lengths[size] = length;
    leaving[size] = leaves;
    size++;
    used = Math.min(used + length, SHARED_BYTES);
    bytes += length;
  }

  /** Its bytes stay where they are, unused. */
  void removeLast() {
    size--;
  }

  /** The first array is kept for the next entries. */
  void clear() {
    if (arrays.size() > 1) {
      arrays.subList(1, arrays.size()).clear();
    }
    if (!arrays.isEmpty() && arrays.getFirst().length > SHARED_BYTES) {
      arrays.clear();
    }
    used = arrays.isEmpty() ? SHARED_BYTES : 0;
    bytes = 0;
    size = 0;
    anyLeaving = false;
  }

  // ---- in order

  /** The array with the entry of a rank. */
  byte[] bytes(int rank) {
    return array(numberAt(rank));
  }

  int offset(int rank) {
    return start(numberAt(rank));
  }

  int length(int rank) {
    return lengths[numberAt(rank)];
  }

  /** Whether it is to be taken out. */
  boolean leaves(int rank) {
    return leaving[numberAt(rank)];
  }

  /** Whether all entries are to be put in. */
  boolean allStay() {
    return !anyLeaving;
  }

  private int numberAt(int rank) {
    return (int) order[rank] & (MOST_ENTRIES - 1);
  }

  private byte[] array(int number) {
    return arrays.get(places[number] >>> SHARED_BITS);
  }

  private int start(int number) {
    return places[number] & (SHARED_BYTES - 1);
  }

  /** Puts the entries in the order of their keys; those with equal ones stay as they came. */
  void sort() {
    if (order.length < size) {
      order = new long[places.length];
    }
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    if (size > 1) {
      sort(0, size, 0, sharedBytes(0, size, 0), 0);
    }
  }

  /**
   * Sorts entries that agree in all columns before one.
   *
   * @param shared with how many equal bytes their texts of the column begin
   * @param beginnings how many beginnings of that column they agree in already
   */
  private void sort(int from, int to, int column, int shared, int beginnings) {
    boolean descending = column < columns.size() && columns.get(column).descending();
    for (int i = from; i < to; i++) {
      int number = numberAt(i);
      unpack(number, column, value);
      long ascending = sortKey(column, shared);
      long key = descending ? ~ascending & (-1L >>> NUMBER_BITS) : ascending;
      // The highest bit is turned over, since numbers are compared signed.
      order[i] = (key << NUMBER_BITS | number) ^ Long.MIN_VALUE;
    }
    Arrays.sort(order, from, to);
    int first = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || order[i] >>> NUMBER_BITS != order[first] >>> NUMBER_BITS) {
        sortEqual(first, i, column, shared, beginnings);
        first = i;
      }
    }
  }

  /** Goes on with entries whose sort keys are equal. */
  private void sortEqual(int from, int to, int column, int shared, int beginnings) {
    if (to - from <= FEW) {
      sortFew(from, to);
    } else if (agree(from, to, column)) {
      unpack(numberAt(from), column + 1, value);
      if (value.size() > column + 1) {
        sort(from, to, column + 1, sharedBytes(from, to, column + 1), 0);
      }
    } else {
      int more = beginnings < MOST_BEGINNINGS ? sharedBytes(from, to, column) : 0;
      if (more > shared) {
        sort(from, to, column, more, beginnings + 1);
      } else {
        sortMany(from, to);
      }
    }
  }

  /** Sets a key to the columns of an entry up to one. */
  private void unpack(int number, int column, SearchKey key) {
    RecordComparator.unpack(array(number), start(number), lengths[number], column + 1, key);
  }

  /** Whether entries are equal in all columns up to one. */
  private boolean agree(int from, int to, int column) {
    unpack(numberAt(from), column, left);
    for (int i = from + 1; i < to; i++) {
      int other = numberAt(i);
      if (comparator.compare(left, array(other), start(other), lengths[other]) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean isBinary(int column) {
    return column >= columns.size() || columns.get(column).collation() == Collations.BINARY;
  }

  /** With how many equal bytes entries begin in a column, where all have a text there. */
  private int sharedBytes(int from, int to, int column) {
    unpack(numberAt(from), column, value);
    if (!isBinary(column) || value.type(column) != SearchKey.TEXT) {
      return 0;
    }
    byte[] text = value.bytes(column);
    int begin = value.offset(column);
    int shared = value.length(column);
    for (int i = from + 1; i < to && shared > 0; i++) {
      unpack(numberAt(i), column, value);
      if (value.type(column) != SearchKey.TEXT) {
        return 0;
      }
      int start = value.offset(column);
      int end = start + Math.min(shared, value.length(column));
      int different = Arrays.mismatch(text, begin, begin + shared, value.bytes(column), start, end);
      shared = different < 0 ? shared : different;
    }
    return shared;
  }

  /** Sorts as the column of the present value does, but may be equal where that is not. */
  private long sortKey(int column, int shared) {
    return switch (value.type(column)) {
      case SearchKey.NULL -> 0;
      case SearchKey.INTEGER -> ofNumber(value.integer(column));
      case SearchKey.REAL -> ofNumber(value.real(column));
      case SearchKey.TEXT -> (2L << VALUE_BITS) | (isBinary(column) ? ofBytes(column, shared) : 0);
      default -> (3L << VALUE_BITS) | ofBytes(column, 0);
    };
  }

  /** Rounding keeps the order, as far as it leaves any. Both zeros are the same. */
  private static long ofNumber(double number) {
    long bits = Double.doubleToRawLongBits(number + 0.0);
    long ordered = bits ^ (bits >> Long.SIZE - 1 | Long.MIN_VALUE);
    return (1L << VALUE_BITS) | ordered >>> Long.SIZE - VALUE_BITS;
  }

  private long ofBytes(int column, int from) {
    byte[] bytes = value.bytes(column);
    int at = value.offset(column) + from;
    int end = value.offset(column) + value.length(column);
    long beginning = 0;
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0 && at < end; shift -= Byte.SIZE) {
      beginning |= (bytes[at++] & 0xffL) << shift;
    }
    return beginning >>> Long.SIZE - VALUE_BITS;
  }

  private void sortFew(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long entry = order[i];
      int j = i;
      for (; j > from && compare(order[j - 1], entry) > 0; j--) {
        order[j] = order[j - 1];
      }
      order[j] = entry;
    }
  }

  /** Objects, since their sort takes little time where the entries came in order. */
  private void sortMany(int from, int to) {
    Long[] run = new Long[to - from];
    Arrays.setAll(run, i -> order[from + i]);
    Arrays.sort(run, this::compare);
    for (int i = 0; i < run.length; i++) {
      order[from + i] = run[i];
    }
  }

  private int compare(long one, long other) {
    int a = (int) one & (MOST_ENTRIES - 1);
    int b = (int) other & (MOST_ENTRIES - 1);
    RecordComparator.unpack(array(a), start(a), lengths[a], Integer.MAX_VALUE, left);
    return comparator.compare(left, array(b), start(b), lengths[b]);
  }
}
