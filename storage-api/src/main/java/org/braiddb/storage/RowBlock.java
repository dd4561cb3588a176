package org.braiddb.storage;

import java.util.Arrays;

/**
 * Neighbouring entries of a tree whose records lie whole in one array, as {@link Cursor#show} fills
 * it: for those who look at many rows together.
 *
 * <p>Reusable; used by the thread that uses the cursor. It refers to the engine's bytes, which are
 * never to be written and are valid as long as {@link Cursor#show} says. Of the arrays that it
 * gives, the first {@link #count()} places have a meaning until it is filled again.
 */
public final class RowBlock {
  /** The most entries that one block shows. */
  public static final int CAPACITY = 512;

  private static final byte[] NO_BYTES = {};
  private static final int FIRST_SIZE = 32;

  private byte[] bytes = NO_BYTES;
  private int[] offsets = new int[FIRST_SIZE];
  private int[] sizes = new int[FIRST_SIZE];
  private long[] rowids = new long[FIRST_SIZE];
  private int count;

  /** A block that shows nothing yet. */
  public RowBlock() {}

  /** What an engine calls first: the block is empty, and the records to come lie in this array. */
  public void begin(byte[] records) {
    bytes = records;
    count = 0;
  }

  /** What an engine calls for each entry, at most {@link #CAPACITY} times: where its record is. */
  public void add(int offset, int size, long rowid) {
    int at = count;
    if (at == offsets.length) {
      grow();
    }
    offsets[at] = offset;
    sizes[at] = size;
    rowids[at] = rowid;
    count = at + 1;
  }

  private void grow() {
    reserve(Math.min(CAPACITY, 4 * offsets.length));
  }

  /**
   * Makes room for so many entries in all, at most {@link #CAPACITY}, so that an engine may put
   * them into {@link #offsets}, {@link #sizes} and {@link #rowids} itself and then call {@link
   * #filled}.
   */
  public void reserve(int entries) {
    if (entries > offsets.length) {
      offsets = Arrays.copyOf(offsets, entries);
      sizes = Arrays.copyOf(sizes, entries);
      rowids = Arrays.copyOf(rowids, entries);
    }
  }

  /** Says that the first so many places of the arrays are entries. */
  public void filled(int entries) {
    count = entries;
  }

  /** How many entries it shows. */
  public int count() {
    return count;
  }

  /** The array that holds the records. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where each record begins. */
  public int[] offsets() {
    return offsets;
  }

  /** How many bytes each record has. */
  public int[] sizes() {
    return sizes;
  }

  /** The rowid of each entry of a table tree. */
  public long[] rowids() {
    return rowids;
  }
}
