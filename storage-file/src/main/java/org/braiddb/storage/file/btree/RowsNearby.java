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
 * is read is kept nowhere and believed nowhere: the search that comes after does it all again.
 */
final class RowsNearby {
  /** Beyond its first bytes, the cell may go on in another of the processor's lines. */
  private static final int MUCH_OF_A_CELL = 48;

  private static final byte[] NO_PAGE = {};

  private byte[][] images = {};
  private double[] shares = {};
  private int[] places = {};
  private int count;

  /** Begins with none of so many rows. */
  void begin(int most) {
    if (images.length < most) {
      images = new byte[most][];
      shares = new double[most];
      places = new int[most];
    }
    count = 0;
  }

  /**
   * Adds a row.
   *
   * @param leaf the page that it should be in; 0 where that is not known
   * @param below a rowid before all of that page
   * @param atOrAbove a rowid after or at the last of the page
   */
  void add(int leaf, long key, long below, long atOrAbove) {
    if (leaf != 0) {
      places[count] = leaf;
      shares[count] = ((double) key - (double) below) / ((double) atOrAbove - (double) below);
      count++;
    }
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
