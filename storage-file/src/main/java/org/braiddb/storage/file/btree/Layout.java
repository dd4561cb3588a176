package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.file.page.PageSource;

/**
 * Decides which cells of a group go to which page: packed to the left first, to see how many pages
 * they need, then as evenly as it goes. In all but table leaves, the cell between two pages goes to
 * neither: it becomes their divider.
 */
final class Layout {
  /**
   * Where less than this part of the pages would stay free, one more page is taken. Pages that are
   * full to the last row are spread again with the next one: of inserts in random order every
   * second did. The price is in the single digits of a hundred: so much larger than SQLite's are
   * trees that were filled in random order.
   */
  private static final int FREE_PART = 24;

  private final PageSource source;
  private final int usable;
  private int[] ends = new int[8];
  private int[] used = new int[8];
  private int pages;

  /** The page type of the group. */
  int type;

  Layout(PageSource source, int usable) {
    this.source = source;
    this.usable = usable;
  }

  int pages() {
    return pages;
  }

  /** The first cell of a page. */
  int start(int page) {
    return page == 0 ? 0 : ends[page - 1] + gap();
  }

  /** The cell after the last one of a page: its divider, or the first of the next page. */
  int end(int page) {
    return ends[page];
  }

  private int gap() {
    return type == NodeLayout.LEAF_TABLE ? 0 : 1;
  }

  /**
   * Spreads the cells.
   *
   * @param parent the parent page, for error messages
   * @param appending leave the pages on the left full
   */
  void spread(CellList cells, int parent, boolean appending) {
    pack(cells, parent, Integer.MAX_VALUE);
    if (!appending) {
      leaveRoom(cells, parent);
    }
    for (int page = pages - 1; page > 0; page--) {
      evenOut(cells, page, appending);
      if (ends[page - 1] <= start(page - 1)) {
        throw Corruption.at(source, parent, 0, "children that can be balanced", cells.count());
      }
    }
  }

  /** Packs again, as evenly as cells allow, into a page more where these would be all but full. */
  private void leaveRoom(CellList cells, int parent) {
    int total = 0;
    for (int page = 0; page < pages; page++) {
      total += used[page];
    }
    int free = pages * capacity() - total;
    int wanted = free < pages * capacity() / FREE_PART ? pages + 1 : pages;
    if (wanted > 1) {
      pack(cells, parent, (total + wanted - 1) / wanted);
      if (pages > wanted) {
        pack(cells, parent, Integer.MAX_VALUE); // the cells are too large for that
      }
    }
  }

  private int capacity() {
    return usable - NodeLayout.headerSize(type);
  }

  /**
   * Fills pages from the left.
   *
   * @param enough the bytes after which a page gets no further cell; it gets one at least
   */
  private void pack(CellList cells, int parent, int enough) {
    int capacity = capacity();
    pages = 0;
    int room = capacity;
    int start = 0;
    int i = 0;
    while (i < cells.count()) {
      int size = cells.size(i) + 2;
      if (size <= room && capacity - room < enough) {
        room -= size;
        i++;
      } else {
        if (i == start) {
          throw Corruption.at(source, parent, 0, "a cell that fits a page", cells.size(i));
        }
        close(i, capacity - room);
        i += gap();
        start = i;
        room = capacity;
      }
    }
    close(i, capacity - room);
  }

  private void close(int end, int bytes) {
    if (pages == ends.length) {
      ends = Arrays.copyOf(ends, 2 * pages);
      used = Arrays.copyOf(used, 2 * pages);
    }
    ends[pages] = end;
    used[pages] = bytes;
    pages++;
  }

  /** Moves cells from the page on the left while that makes the two more equal. */
  private void evenOut(CellList cells, int page, boolean appending) {
    int right = used[page];
    int left = used[page - 1];
    int first = start(page - 1);
    int last = ends[page - 1] - 1;
    boolean lastPage = page == pages - 1;
    while (last >= first) {
      int leaving = cells.size(last);
      int arriving = cells.size(last + gap());
      boolean enough = appending || right + arriving + 2 > left - (leaving + (lastPage ? 0 : 2));
      if (right != 0 && enough) {
        break;
      }
      right += arriving + 2;
      left -= leaving + 2;
      ends[page - 1] = last;
      last--;
    }
    used[page] = right;
    used[page - 1] = left;
  }
}
