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
 * is read in the leaves is believed nowhere: the search that comes after reads it again.
 *
 * <p>The way down to each leaf is kept, and its image, so that the pages above are not searched
 * twice and no page is looked up twice. They are good for as long as no page of the tree changes
 * and the snapshot stays; the cursor sees to that, and {@link #forget}s them.
 */
final class RowsNearby {
  /** Beyond its first bytes, the cell may go on in another of the processor's lines. */
  private static final int MUCH_OF_A_CELL = 48;

  /** Of a page of the way: its number, its cells, and the one that the way goes through. */
  static final int INTS_OF_LEVEL = 3;

  private static final byte[] NO_PAGE = {};

  private long[] keys = {};

  /** The page that the way has come to, and in the end the leaf. */
  private int[] pages = {};

  /** A rowid before all that are found under that page, and one after or at the last of them. */
  private long[] below = {};

  private long[] atOrAbove = {};

  /** The images of the {@link #pages}. */
  private byte[][] images = {};

  private int[] places = {};

  /** For each row {@link #INTS_OF_LEVEL} of each level above the leaves. */
  private int[] ways = {};

  private int levels;
  private int count;

  /** How many of the {@link #images} may be kept. */
  private int imagesKept;

  /** The first row that was not looked for yet. */
  private int next;

  /**
   * Begins with rows that are all at the root.
   *
   * @param above how many pages are above each leaf
   */
  void begin(long[] rowids, int rows, int above) {
    if (images.length < rows) {
      images = new byte[rows][];
      places = new int[rows];
      keys = new long[rows];
      below = new long[rows];
      atOrAbove = new long[rows];
      pages = new int[rows];
    }
    if (ways.length < rows * above * INTS_OF_LEVEL) {
      ways = new int[rows * above * INTS_OF_LEVEL];
    }
    levels = above;
    next = 0;
    count = rows;
    System.arraycopy(rowids, 0, keys, 0, rows);
    Arrays.fill(below, 0, rows, Long.MIN_VALUE);
    Arrays.fill(atOrAbove, 0, rows, Long.MAX_VALUE);
  }

  /** Forgets all rows. */
  void forget() {
    count = 0;
    next = 0;
  }

  /** Lets go of the images, too. */
  void release() {
    forget();
    Arrays.fill(images, 0, imagesKept, NO_PAGE);
    imagesKept = 0;
  }

  /** How many pages are above each leaf. */
  int levels() {
    return levels;
  }

  /** How many rows there are. */
  int size() {
    return count;
  }

  /**
   * The place of a row among them, if it comes after the one found before; negative where it is
   * none of them.
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

  long key(int row) {
    return keys[row];
  }

  /** The page that a row's way has come to. */
  int page(int row) {
    return pages[row];
  }

  /** Its image, once it was {@link #read}. */
  byte[] image(int row) {
    return images[row];
  }

  long below(int row) {
    return below[row];
  }

  long atOrAbove(int row) {
    return atOrAbove[row];
  }

  int[] ways() {
    return ways;
  }

  /** Where a row's way begins among the {@link #ways}. */
  int way(int row) {
    return row * levels * INTS_OF_LEVEL;
  }

  /**
   * A row's way goes on through a cell of a page.
   *
   * @param child the page that it leads to
   * @param from a rowid before all of that page
   * @param to a rowid after or at the last of the page
   */
  void goOn(int row, int level, int page, int cells, int cell, int child, long from, long to) {
    int at = way(row) + level * INTS_OF_LEVEL;
    ways[at] = page;
    ways[at + 1] = cells;
    ways[at + 2] = cell;
    pages[row] = child;
    below[row] = from;
    atOrAbove[row] = to;
  }

  /** Reads the pages that the ways have come to. */
  void read(PageSource source) {
    source.readTogether(pages, count, images);
    imagesKept = Math.max(imagesKept, count);
  }

  /** Reads the leaves, and what a search in them will read. */
  void touch(PageSource source) {
    read(source);
    for (int i = 0; i < count; i++) {
      double share =
          ((double) keys[i] - (double) below[i]) / ((double) atOrAbove[i] - (double) below[i]);
      int cells = PageBytes.u16(images[i], NodeLayout.CELL_COUNT);
      places[i] = Math.max(0, (int) Math.ceil(share * cells) - 1);
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
  }
}
