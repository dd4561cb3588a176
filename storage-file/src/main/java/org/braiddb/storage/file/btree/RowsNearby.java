package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;

/**
 * Brings rows of a table that are going to be looked for into the processor's caches, all together.
 *
 * <p>A row that is in memory but in no cache is three reads that each wait for the one before: the
 * page's header, the pointer to the cell, the cell. Here each of these is done for all rows before
 * the next one for any, in loops so short that the processor has many reads under way at once. What
 * is read of the leaves is believed nowhere: the search that comes after reads it again.
 *
 * <p>The way down to each leaf is kept, so that the pages above are not searched twice. It is good
 * for as long as no page of the tree changes and the snapshot stays; the cursor sees to that, and
 * {@link #forget}s it.
 */
final class RowsNearby {
  /** Beyond its first bytes, the cell may go on in another of the processor's lines. */
  private static final int MUCH_OF_A_CELL = 48;

  /** A page, its cells, the one that the way goes through, and where the pointer to the next is. */
  static final int INTS_OF_LEVEL = 4;

  private static final byte[] NO_PAGE = {};

  private byte[][] images = {};
  private double[] shares = {};
  private int[] places = {};
  private long[] keys = {};
  private long[] below = {};
  private long[] atOrAbove = {};
  private int[] leaves = {};

  /** For each row {@link #INTS_OF_LEVEL} of each level above the leaves. */
  private int[] paths = {};

  private int levels;
  private int count;

  /** The first row that was not looked for yet. */
  private int next;

  /** Begins with none of so many rows, whose leaves are under so many other pages. */
  void begin(int most, int above) {
    if (images.length < most) {
      images = new byte[most][];
      shares = new double[most];
      places = new int[most];
      keys = new long[most];
      below = new long[most];
      atOrAbove = new long[most];
      leaves = new int[most];
    }
    if (paths.length < most * above * INTS_OF_LEVEL) {
      paths = new int[most * above * INTS_OF_LEVEL];
    }
    levels = above;
    forget();
  }

  /** Forgets all rows. */
  void forget() {
    count = 0;
    next = 0;
  }

  /**
   * The place of a row among those added, if it comes after the one found before; negative where it
   * is none of them.
   */
  int find(long key) {
    for (int i = next; i < count; i++) {
      if (keys[i] == key) {
        next = i + 1;
        return i;
      }
    }
    return -1;
  }

  /** Where the levels of a row's way down begin among the {@link #paths}. */
  int path(int row) {
    return row * levels * INTS_OF_LEVEL;
  }

  int[] paths() {
    return paths;
  }

  /** How many pages are above each leaf. */
  int levels() {
    return levels;
  }

  int leaf(int row) {
    return leaves[row];
  }

  long below(int row) {
    return below[row];
  }

  long atOrAbove(int row) {
    return atOrAbove[row];
  }

  /**
   * Adds a row, whose way down is written to the {@link #paths} at {@link #path}{@code (size())}.
   *
   * @param leaf the page that it should be in
   * @param from a rowid before all of that page
   * @param to a rowid after or at the last of the page
   */
  void add(int leaf, long key, long from, long to) {
    keys[count] = key;
    below[count] = from;
    atOrAbove[count] = to;
    leaves[count] = leaf;
    places[count] = leaf;
    shares[count] = ((double) key - (double) from) / ((double) to - (double) from);
    count++;
  }

  /** How many rows were added. */
  int size() {
    return count;
  }

  /** Reads what a search for them will read. */
  void touch(PageSource source) {
    source.readTogether(places, count, images);
    for (int i = 0; i < count; i++) {
      int cells = PageBytes.u16(images[i], NodeLayout.CELL_COUNT);
      places[i] = Math.max(0, (int) Math.ceil(shares[i] * cells) - 1);
    }
    for (int i = 0; i < count; i++) {
      byte[] image = images[i];
      int pointer = NodeLayout.LEAF_HEADER_SIZE + 2 * places[i];
      places[i] = PageBytes.u16(image, Math.clamp(pointer, 0, image.length - 2));
    }
    for (int i = 0; i < count; i++) {
      byte[] image = images[i];
      int end = image.length - 1;
      places[i] =
          image[Math.min(places[i], end)] + image[Math.min(places[i] + MUCH_OF_A_CELL, end)];
    }
    Arrays.fill(images, 0, count, NO_PAGE);
  }
}
