package org.braiddb.storage.file.btree;

import org.braiddb.storage.CorruptException;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.file.concurrency.RowListener;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.record.Varint;
import org.jspecify.annotations.Nullable;

/** A cursor of a table tree. */
final class TableCursor extends TreeCursor {
  private static final long UNKNOWN_BELOW = Long.MIN_VALUE;
  private static final long UNKNOWN_ABOVE = Long.MAX_VALUE;

  /**
   * Leaves with fewer levels above them are so few that the processor's cache has room for them.
   */
  private static final int WORTHWHILE_DEPTH = 2;

  private long savedRowid;

  /**
   * A rowid before the one that is looked for, as near as the search has come; its cell, or those
   * of the pages above, say that what is looked for comes after it.
   */
  private long below;

  /** The same from the other side; the rowid looked for may be equal to it. */
  private long atOrAbove;

  /** Whether the search has met the rowid that it looked for: it is that of the current cell. */
  private boolean met;

  /** All rowids that belong into the leaf {@link #fingerPage} are greater than this. */
  private long fingerBelow;

  /** The largest rowid that belongs there. */
  private long fingerAtOrAbove;

  private @Nullable RowsNearby nearby;

  TableCursor(TableTree tree, boolean writable) {
    super(tree, writable);
  }

  @Override
  public boolean seek(long key, Seek seek) {
    if (state == ON_ENTRY && rowid == key && seek == Seek.EQUAL) {
      return true;
    }
    if (placeValid && savedRowid == key && seek == Seek.EQUAL) {
      return false; // as the last time, and nothing has changed since
    }
    if (nearby(key)) {
      seekNearby(key);
    } else {
      reset();
      if (!expected || !descendAsExpected(key)) {
        descend(key);
      }
    }
    return settle(key, seek);
  }

  /**
   * Goes down to the page above the leaf that a row should be in, which may be looked for next.
   *
   * @return whether {@link #arriveAhead} can go on from there
   */
  boolean approach(long key) {
    if (isClosed() || leafDepth == 0) {
      return false;
    }
    try {
      reset();
      enterRoot();
      below = UNKNOWN_BELOW;
      atOrAbove = UNKNOWN_ABOVE;
      while (!leaf) {
        cell = lowerBound(key);
        if (depth == leafDepth - 1) {
          return true;
        }
        enterChild();
      }
    } catch (CorruptException e) {
      // Who seeks the row will meet it again, and be told.
    }
    return false;
  }

  /** Goes on to the row, if it is there: who seeks it then has found it. */
  void arriveAhead(long key) {
    try {
      enterChild();
      if (leaf) {
        arriveInLeaf(key);
        if (met) {
          arrive();
        }
      }
    } catch (CorruptException e) {
      lose();
    }
  }

  @Override
  public boolean expect(long[] rowids, int count) {
    try {
      if (count > 0 && leafDepth == 0) {
        reset();
        descend(rowids[0]);
      }
      reset();
      fingerPage = 0;
      if (leafDepth >= WORTHWHILE_DEPTH) {
        RowsNearby rows = nearby == null ? new RowsNearby() : nearby;
        nearby = rows;
        rows.begin(rowids, count, leafDepth);
        findLeaves(rows);
        rows.touch(source);
        expected = true;
      }
      return leafDepth >= WORTHWHILE_DEPTH;
    } catch (CorruptException e) {
      return false; // who seeks the row will meet it again, and be told
    } finally {
      reset();
    }
  }

  /** Finds the pages that should be the leaves of all rows, level by level; looks at none. */
  private void findLeaves(RowsNearby rows) {
    enterRoot();
    for (int level = 0; level < leafDepth; level++) {
      if (level > 0) {
        rows.read(source);
      }
      for (int row = 0; row < rows.size(); row++) {
        if (level > 0) {
          enterWay(rows, row, level);
        }
        if (leaf || isOnPath(pages[depth], depth - 1)) {
          rows.forget(); // damaged: who seeks the row will be told
          return;
        }
        below = rows.below(row);
        atOrAbove = rows.atOrAbove(row);
        cell = lowerBound(rows.key(row));
        rows.goOn(row, level, pages[depth], count, cell, child(), below, atOrAbove);
      }
    }
  }

  /** Enters the page that a row's way has come to, with so many levels above it. */
  private void enterWay(RowsNearby rows, int row, int levels) {
    int[] ways = rows.ways();
    int at = rows.way(row);
    for (int level = 0; level < levels; level++, at += RowsNearby.INTS_OF_LEVEL) {
      pages[level] = ways[at];
      counts[level] = ways[at + 1];
      cells[level] = ways[at + 2];
    }
    depth = levels - 1;
    tree.checkHeader(rows.page(row), rows.image(row), false);
    enter(rows.page(row), rows.image(row));
  }

  /** Goes the way that was found when the row was announced; false where it was not. */
  private boolean descendAsExpected(long key) {
    RowsNearby rows = nearby;
    int row = rows == null ? -1 : rows.find(key);
    if (rows == null || row < 0) {
      return false;
    }
    enterWay(rows, row, rows.levels());
    if (!leaf) {
      return false;
    }
    below = rows.below(row);
    atOrAbove = rows.atOrAbove(row);
    arriveInLeaf(key);
    return true;
  }

  /** Whether the current leaf, with its neighbours in the pages above, is where the key belongs. */
  private boolean nearby(long key) {
    return (state == ON_ENTRY || state == BETWEEN)
        && pages[depth] == fingerPage
        && key > fingerBelow
        && key <= fingerAtOrAbove;
  }

  /** Goes to the key's place in the present leaf: mostly that of the next entry. */
  private void seekNearby(long key) {
    int next = state == ON_ENTRY ? cell + 1 : cell;
    reset();
    met = next < count && rowidAt(next) == key;
    if (met) {
      cell = next;
    } else {
      below = fingerBelow;
      atOrAbove = fingerAtOrAbove;
      cell = lowerBound(key);
    }
  }

  /** Goes from the first cell at or after the key to the one that is asked for. */
  private boolean settle(long key, Seek seek) {
    boolean found = met || cell < count && rowidAt(cell) == key;
    return switch (seek) {
      case EQUAL -> {
        if (found) {
          yield arrive();
        }
        savedRowid = key;
        placeValid = true;
        yield false;
      }
      case AT_LEAST -> cell < count ? arrive() : ascendToNext();
      case AFTER -> {
        if (found) {
          cell++;
        }
        yield cell < count ? arrive() : ascendToNext();
      }
      case AT_MOST -> found ? arrive() : retreat();
      case BEFORE -> retreat();
    };
  }

  /** Goes to the leaf and the first cell at or after the key; true where it equals the key. */
  private boolean locate(long key) {
    descend(key);
    return cell < count && rowidAt(cell) == key;
  }

  private void descend(long key) {
    enterRoot();
    below = UNKNOWN_BELOW;
    atOrAbove = UNKNOWN_ABOVE;
    while (!leaf) {
      cell = lowerBound(key);
      enterChild();
    }
    leafDepth = depth;
    arriveInLeaf(key);
  }

  private void arriveInLeaf(long key) {
    fingerPage = pages[depth];
    fingerBelow = below;
    fingerAtOrAbove = atOrAbove;
    touchPointer(key);
    cell = lowerBound(key);
  }

  /**
   * Reads the pointer to the cell of a rowid, if no rowid is missing in the leaf: the processor
   * then waits for it and for the page's header at once, on which all else that follows depends.
   */
  private void touchPointer(long key) {
    long ahead = key - below;
    if (ahead > 0 && ahead < image.length / NodeLayout.MIN_CELL_SIZE) {
      int header = NodeLayout.headerStart(pages[depth]);
      touched = image[header + NodeLayout.LEAF_HEADER_SIZE + 2 * ((int) ahead - 1)];
    }
  }

  private long rowidAt(int index) {
    int offset = cellOffset(index);
    if (!headerFits(offset)) {
      format.exactSize(pages[depth], image, offset, leaf); // refuses what runs over the end
    }
    return Varint.read(
        image, leaf ? offset + Varint.length(image, offset) : offset + CellFormat.POINTER_SIZE);
  }

  /**
   * The first cell of the current page whose rowid is at or after the key, or the count. Narrows
   * {@link #below} and {@link #atOrAbove}.
   *
   * <p>Rowids are mostly dense, so the first guess is by proportion; from there the bound is
   * galloped to, then bisected. The proportion is that of what the pages above say of this one, so
   * that mostly a single cell of a leaf is looked at, which a cache miss is paid for. On a damaged
   * page without order it still ends, somewhere.
   */
  private int lowerBound(long key) {
    met = false;
    int low = -1;
    int high = count;
    if (high == 0) {
      return 0;
    }
    if (atOrAbove == UNKNOWN_ABOVE) {
      long last = rowidAt(count - 1);
      if (last < key) {
        below = last;
        return count;
      }
      high = count - 1;
      atOrAbove = last;
    }
    if (below == UNKNOWN_BELOW) {
      long first = rowidAt(0);
      if (first >= key) {
        atOrAbove = first;
        return 0;
      }
      low = 0;
      below = first;
    }
    // The last cell mostly has the rowid that the page above gives as the page's largest.
    int reach = Math.min(high, count - 1) - low;
    if (atOrAbove - below == reach) {
      return gallop(key, low, high, low + (int) (key - below)); // no rowid is missing
    }
    double share = ((double) key - (double) below) / ((double) atOrAbove - (double) below);
    return gallop(key, low, high, low + (int) Math.ceil(share * reach));
  }

  /** The same between two cells, or the ends of the page, that are on either side. */
  private int gallop(long key, int from, int to, int firstGuess) {
    int low = from;
    int high = to;
    int guess = firstGuess;
    int step = 1;
    while (high - low > 1) {
      int probe = step > high - low ? (low + high) >>> 1 : Math.clamp(guess, low + 1, high - 1);
      long found = rowidAt(probe);
      if (found < key) {
        low = probe;
        below = found;
        guess = probe + step;
      } else {
        high = probe;
        atOrAbove = found;
        if (found == key && leaf) {
          met = true;
          return probe; // above a leaf, the cell before it is looked for, too: it is the bound
        }
        guess = probe - step;
      }
      if (step <= count) {
        step *= 2;
      }
    }
    return high;
  }

  @Override
  public int show(RowBlock block, long last) {
    if (state != ON_ENTRY) {
      require();
    }
    block.begin(image);
    int end = Math.min(count, cell + atMost(last));
    block.reserve(end - cell);
    if (2 * (end - cell) > count) {
      touchPage();
    }
    int at = cell;
    while (at < end && (at = showPlain(at, end, last, block)) < end && showCell(at, last, block)) {
      at++;
    }
    if (at > cell + 1) {
      cell = at - 1;
      parse();
    }
    return block.count();
  }

  /** How many entries there can be from the present one to a rowid, since each has its own. */
  private int atMost(long last) {
    long others = last - rowid; // as an unsigned number
    return last < rowid
        ? 0
        : others >= 0 && others < RowBlock.CAPACITY ? (int) others + 1 : RowBlock.CAPACITY;
  }

  /**
   * Adds cells as {@link #showCell} does, but for such as are so near to the page's end that a
   * header might run over it.
   *
   * @return the first cell that was not added, or the limit
   */
  private int showPlain(int from, int limit, long last, RowBlock block) {
    int to = block.count();
    byte[] bytes = image;
    int[] offsets = block.offsets();
    int[] sizes = block.sizes();
    long[] rowids = block.rowids();
    int pointers = pointers();
    int low = pointers + 2 * count;
    int high = lastOffsetWithHeader();
    int usable = format.usable;
    int maxLocal = format.maxLocal;
    int at = from;
    for (; at < limit; at++) {
      int offset = PageBytes.u16(bytes, pointers + 2 * at);
      if (offset < low || offset > high) {
        break;
      }
      int first = bytes[offset];
      // Sizes about 128 are now one byte, now two: a branch would often be guessed wrong.
      int longer = first >> 31;
      int second = bytes[offset + 1] & longer;
      int size = (first & 0x7f) << (longer & 7) | second;
      int position = offset + 1 - longer;
      long key = bytes[position++];
      if (key < 0) {
        int longest = position + Varint.MAX_LENGTH - 2;
        int more;
        key &= 0x7f;
        do {
          more = bytes[position++];
          key = key << 7 | more & 0x7f;
        } while (more < 0 && position < longest);
        second |= more; // negative: a varint of nine bytes, which is of another form
      }
      if (second < 0 || key > last || size == 0 || size > maxLocal || size > usable - position) {
        break;
      }
      offsets[to] = position;
      sizes[to] = size;
      rowids[to] = key;
      to++;
    }
    block.filled(to);
    return at;
  }

  /**
   * Adds a cell whose payload is all in its page, and whose rowid is not beyond the last wanted;
   * what is unusual is left to {@link #parse}.
   */
  private boolean showCell(int index, long last, RowBlock block) {
    byte[] bytes = image;
    int offset = pointer(index);
    if (offset < 0) {
      return false;
    }
    int position = offset;
    int size = bytes[position++];
    if (size < 0) {
      int second = bytes[position++];
      size = second < 0 ? Integer.MAX_VALUE : (size & 0x7f) << 7 | second;
    }
    if (!headerFits(offset) && Varint.length(bytes, position, format.usable) < 0) {
      return false;
    }
    int more = bytes[position++];
    long key = more & 0x7f;
    for (int end = position + Varint.MAX_LENGTH - 2; more < 0; ) {
      more = bytes[position++];
      if (position > end) {
        return false; // the longest varints are of another form
      }
      key = key << 7 | (more & 0x7f);
    }
    if (key > last || size == 0 || size > format.maxLocal || size > format.usable - position) {
      return false;
    }
    block.add(position, size, key);
    return true;
  }

  @Override
  public long rowid() {
    if (state != ON_ENTRY) {
      require();
    }
    return rowid;
  }

  @Override
  void giveBackMemory() {
    RowsNearby rows = nearby;
    if (rows != null) {
      rows.release();
    }
  }

  @Override
  boolean seekSaved() {
    return locate(savedRowid);
  }

  @Override
  void saveKey() {
    savedRowid = rowid;
  }

  @Override
  void announceDeletion(RowListener rows) {
    rows.deleting(savedRowid);
  }

  @Override
  boolean hasMoreThanKeys() {
    return true;
  }

  @Override
  void announceReplacement(RowListener rows) {
    rows.inserting(rowid, true);
  }

  @Override
  public void insert(long key, byte[] record, int offset, int length) {
    checkWritable();
    boolean found = place(key);
    if (found && hasPayloadOf(length) && local() == length) {
      overwrite(0, record, offset, length);
      return;
    }
    RowListener rows = tree.rows;
    if (rows != null) {
      rows.inserting(key, found);
    }
    if (found) {
      tree.beforeRewrite(this);
    } else {
      tree.beforeChange(this);
    }
    int finger = fingerPage;
    lose();
    boolean pathKept = put(key, record, offset, length, found);
    savedRowid = key;
    if (pathKept) {
      fingerPage = finger;
      arrive();
    } else {
      state = SAVED;
    }
  }

  /** Puts a record at the path's place; false where that ruins the path. */
  private boolean put(long key, byte[] record, int offset, int length, boolean found) {
    TreeEditor editor = tree.editor();
    if (found && editor.overwrite(this, record, offset, length)) {
      return true;
    }
    editor.encodeCell(key, record, offset, length);
    return found ? editor.replace(this) : editor.insert(this);
  }

  @Override
  public void insertRows(RowBlock block) {
    insertEach(block);
  }

  @Override
  void insert(RowBlock block, int at) {
    insert(block.rowids()[at], block.bytes(), block.offsets()[at], block.sizes()[at]);
  }

  @Override
  void announceInsertion(RowListener rows, RowBlock block, int at) {
    rows.inserting(block.rowids()[at], false);
  }

  @Override
  int endOfOrder(RowBlock block, int from, int to) {
    long[] rowids = block.rowids();
    long before = rowid;
    int at = from;
    for (; at < to && rowids[at] > before; at++) {
      before = rowids[at];
    }
    return at;
  }

  @Override
  public int deleteEach(long[] rowids, int from, int to) {
    checkWritable();
    int deleted = 0;
    int at = from;
    while (at < to) {
      if (seek(rowids[at], Seek.EQUAL)) {
        at = findInLeaf(rowids, at, to);
        savedRowid = rowid;
        deleteLeaving();
        deleted += leaving.size();
      } else {
        at++;
      }
    }
    return deleted;
  }

  @Override
  void announceLeaving() {
    RowListener rows = tree.rows;
    for (int i = 0; rows != null && i < leaving.size(); i++) {
      rows.deleting(rowidAt(leaving.cell(i)));
    }
  }

  /**
   * Finds rows that are in the same leaf as the first of them, which the cursor is on.
   *
   * @return the first rowid that was not looked for
   */
  private int findInLeaf(long[] rowids, int from, int to) {
    leaving.begin(cell);
    RowListener rows = tree.rows;
    if (rows != null) {
      rows.deleting(rowids[from]);
    }
    int at = from + 1;
    int index = cell + 1;
    while (at < to && index < count && rowids[at] <= fingerAtOrAbove) {
      long there = rowidAt(index);
      int order = Long.compare(rowids[at], there);
      if (order == 0) {
        if (rows != null) {
          rows.deleting(there);
        }
        leaving.add(index);
      }
      if (order <= 0) {
        at++;
      }
      if (order >= 0) {
        index++;
      }
    }
    return at;
  }

  /**
   * Brings the path to the key's place, from where the cursor is if that is near; the cursor is on
   * the entry if it is found.
   */
  private boolean place(long key) {
    if (placeValid && savedRowid == key) {
      return false;
    }
    if (state == ON_ENTRY && rowid == key) {
      return true;
    }
    if (state == ON_ENTRY && rowid < key && cell == count - 1 && atRightEdge()) {
      cell = count;
      return false;
    }
    if ((state == ON_ENTRY || state == BETWEEN) && atRightEdge() && rowidAt(0) <= key) {
      below = UNKNOWN_BELOW;
      atOrAbove = UNKNOWN_ABOVE;
      cell = lowerBound(key);
      return cell < count && rowidAt(cell) == key && arrive();
    }
    if (nearby(key)) {
      seekNearby(key);
      return (met || cell < count && rowidAt(cell) == key) && arrive();
    }
    reset();
    return locate(key) && arrive();
  }
}
