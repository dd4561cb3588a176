package org.braiddb.storage.file.btree;

import org.braiddb.storage.RowBlock;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.Varint;

/**
 * How an index tree is searched: keys compared with cells, bisections of a page, and the way down
 * to a key's place. It moves the path and says nothing of the cursor's state.
 */
abstract sealed class IndexSearch extends TreeCursor permits IndexCursor {
  /** So many cells can be looked at in three steps of a bisection. */
  private static final int PROBES = 7;

  /** Of so few cells none is read before its turn. */
  private static final int FEW = 12;

  /** The sizes of payload and header, and a type: what {@link #compareBeginning} looks at first. */
  private static final int SHORTEST_COMPARED = 3;

  final int keyColumns;

  /** The result for the cell that a search chose, per level: how the key compares to it. */
  final int[] results = new int[MAX_DEPTH];

  private final RecordComparator comparator;
  private final boolean descending;
  private final PayloadBuffer compared;
  private final SearchKey blockKey = new SearchKey();
  private final int[] probes = new int[PROBES];

  IndexSearch(IndexTree tree, boolean writable) {
    super(tree, writable);
    keyColumns = tree.keyColumns;
    comparator = tree.comparator;
    descending = comparator.ordersFirstDescending();
    compared = new PayloadBuffer(source);
  }

  /** Goes down to the leaf place before the first entry at or after the key, or after the key. */
  final void descend(SearchKey key, boolean after) {
    enterRoot();
    cell = bound(key, after);
    while (!leaf) {
      enterChild();
      cell = bound(key, after);
    }
    leafDepth = depth;
  }

  /**
   * From a leaf place to the entry that follows it, in the leaf or above. Where there is none, the
   * place stays in the leaf and the answer is false.
   */
  final boolean climbToEntry() {
    if (cell < count) {
      return true;
    }
    for (int level = depth - 1; level >= 0; level--) {
      if (cells[level] < counts[level]) {
        while (depth > level) {
          pop();
        }
        return true;
      }
    }
    return false;
  }

  /**
   * The first cell of the current page at or after the key, or after it; the number of cells where
   * there is none.
   */
  final int bound(SearchKey key, boolean after) {
    return bound(key, after, -1, count);
  }

  /** The place of a key in the current page, which is likely to be soon behind a cell before it. */
  final int boundNear(SearchKey key, boolean after, int before) {
    int low = before;
    int high = count;
    for (int step = 1; high - low > step; step *= 2) {
      int compare = compare(key, low + step);
      if (compare > 0 || after && compare == 0) {
        low += step;
      } else {
        high = low + step;
      }
    }
    return bound(key, after, low, Math.min(high + 1, count)); // compares with what is at high, too
  }

  /** The place of a key between two cells of the current page, the lower of which sorts before. */
  final int bound(SearchKey key, boolean after, int from, int to) {
    int low = from;
    int high = to;
    int result = -1;
    int steps = 0;
    boolean byBeginning = comparesByBeginning(key);
    long beginning = byBeginning ? key.beginning(0) : 0;
    while (high - low > 1) {
      if (leaf && steps++ % 3 == 0 && high - low > FEW) {
        touch(low, high);
      }
      int middle = (low + high) >>> 1;
      int compare = byBeginning ? compareBeginning(beginning, middle) : 0;
      if (compare == 0) {
        compare = compareAt(key, middle);
      }
      if (compare > 0 || after && compare == 0) {
        low = middle;
      } else {
        high = middle;
        result = compare;
      }
    }
    results[depth] = result;
    return high;
  }

  /**
   * Reads the beginnings of the cells that the next three steps of a bisection could look at: the
   * processor waits for all of them at once, instead of for three after one another.
   */
  private void touch(int low, int high) {
    int[] at = probes;
    at[3] = (low + high) >>> 1;
    at[1] = (low + at[3]) >>> 1;
    at[5] = (at[3] + high) >>> 1;
    at[0] = (low + at[1]) >>> 1;
    at[2] = (at[1] + at[3]) >>> 1;
    at[4] = (at[3] + at[5]) >>> 1;
    at[6] = (at[5] + high) >>> 1;
    byte[] bytes = image;
    for (int i = 0; i < PROBES; i++) {
      at[i] = pointer(at[i]);
    }
    for (int i = 0; i < PROBES; i++) {
      at[i] = at[i] < 0 ? 0 : bytes[at[i]];
    }
  }

  private boolean comparesByBeginning(SearchKey key) {
    return comparator.ordersFirstByBytes() && key.size() > 0 && key.type(0) == SearchKey.TEXT;
  }

  /** Compares a key with a cell, by their beginnings where that decides. */
  final int compare(SearchKey key, int index) {
    int compare = comparesByBeginning(key) ? compareBeginning(key.beginning(0), index) : 0;
    return compare != 0 ? compare : compareAt(key, index);
  }

  /**
   * Compares the beginning of a text with that of the first column of a cell, if that is a text in
   * a short record.
   *
   * @return 0 where that does not decide, or the cell is of another kind or damaged
   */
  private int compareBeginning(long beginning, int index) {
    byte[] bytes = image;
    int offset = pointer(index);
    int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
    if (offset < 0 || position > bytes.length - SHORTEST_COMPARED) {
      return 0;
    }
    int size = bytes[position];
    int header = bytes[position + 1];
    int type = bytes[position + 2];
    if ((size | header | type) < 0 || (type & 1) == 0 || type < SerialType.FIRST_TEXT) {
      return 0;
    }
    int length = (type - SerialType.FIRST_TEXT) >> 1;
    if (header < 2
        || header + length > size
        || size > format.maxLocal
        || position + 1 + size > format.usable) {
      return 0;
    }
    long stored = RecordComparator.beginning(bytes, position + 1 + header, length);
    int compare = Long.compareUnsigned(beginning, stored);
    return descending ? -compare : compare;
  }

  final int compareAt(SearchKey key, int index) {
    int offset = cellOffset(index);
    int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
    if (!headerFits(offset)) {
      format.exactSize(pages[depth], image, offset, leaf); // refuses what runs over the end
    }
    int size = image[position];
    if (size >= 0) {
      position++;
    } else {
      size = format.payloadSize(pages[depth], position, Varint.read(image, position));
      position += Varint.length(image, position);
    }
    if (size > format.maxLocal) {
      return compareOverflowing(key, offset, position, size);
    }
    if (position + size > format.usable) {
      throw Corruption.at(
          source, pages[depth], offset, "a cell that ends by " + format.usable, position + size);
    }
    return compareRecord(key, image, position, size, offset);
  }

  private int compareOverflowing(SearchKey key, int offset, int position, int size) {
    int end = offset + format.exactSize(pages[depth], image, offset, leaf);
    int overflow = PageBytes.i32(image, end - CellFormat.POINTER_SIZE);
    compared.start(pages[depth], image, position, format.local(size), size, overflow);
    compared.fill(size);
    return compareRecord(key, compared.bytes(), 0, size, offset);
  }

  final int compareRecord(SearchKey key, byte[] record, int from, int size, int cellOffset) {
    try {
      return comparator.compare(key, record, from, size);
    } catch (MalformedRecordException e) {
      throw Corruption.at(
          source, pages[depth], cellOffset, "a record", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The first cell at or after a whole key, which sorts after the cell given. It is mostly near;
   * {@link #results} tells how it compares.
   */
  final int atOrAfter(SearchKey key, int before) {
    int low = before;
    for (int step = 1; low + 1 < count; step *= 2) {
      int probe = Math.min(low + step, count - 1);
      int order = compareAt(key, probe);
      if (order == 0 || order < 0 && probe == low + 1) {
        results[depth] = order;
        return probe;
      }
      if (order < 0) {
        return bound(key, false, low, probe);
      }
      low = probe;
    }
    return count;
  }

  /** Whether a record of a block sorts after the one before it; not where either is none. */
  final boolean sortsAfterOneBefore(RowBlock block, int at) {
    byte[] bytes = block.bytes();
    int[] offsets = block.offsets();
    int[] sizes = block.sizes();
    try {
      return comparator.compare(
              bytes, offsets[at - 1], sizes[at - 1], offsets[at], sizes[at], keyColumns, blockKey)
          < 0;
    } catch (MalformedRecordException e) {
      return false; // who inserts it by itself is told
    }
  }

  final void unpack(byte[] record, int offset, int length, SearchKey key) {
    try {
      RecordComparator.unpack(record, offset, length, keyColumns, key);
    } catch (MalformedRecordException e) {
      throw Corruption.at(
          source,
          depth >= 0 ? pages[depth] : tree.root,
          0,
          "a record",
          String.valueOf(e.getMessage()));
    }
  }
}
