package org.braiddb.storage.file.btree;

import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.file.concurrency.RowListener;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.Varint;

/**
 * A position in a tree, as its user sees it, over the path that leads there.
 *
 * <p>Four states:
 *
 * <ul>
 *   <li>NOWHERE: no position. After a missed EQUAL seek the path still leads to where the key would
 *       be ({@link #placeValid}).
 *   <li>ON_ENTRY: the path is good; {@link #cell} of the current level is the entry, and it is
 *       parsed.
 *   <li>BETWEEN: the path is good and ends in a leaf; the place is before {@link #cell}, which may
 *       equal the leaf's cell count. Left by a deletion.
 *   <li>SAVED: the tree has changed; the key is saved, the path is not good. The next use seeks the
 *       key again and leaves the state as ON_ENTRY or BETWEEN.
 * </ul>
 *
 * <p>While entries wait to be put in (I2 of {@link PendingEntries}) no cursor is ON_ENTRY or
 * BETWEEN.
 *
 * <p>I1: before a page of the tree changes, {@link BTree#beforeChange} brings every other cursor of
 * the tree out of ON_ENTRY and BETWEEN, so that a good path always shows current images.
 */
abstract sealed class TreeCursor extends TreePath implements Cursor
    permits TableCursor, IndexSearch {
  static final int NOWHERE = 0;
  static final int ON_ENTRY = 1;
  static final int BETWEEN = 2;
  static final int SAVED = 3;

  private static final byte[] EMPTY = {};

  int state = NOWHERE;
  boolean placeValid;

  /**
   * A leaf of which a table's cursor knows the keys that belong there, as long as no page of the
   * tree is split or merged; 0 for none.
   */
  int fingerPage;

  /** How deep the leaves are, as the last search has found; 0 where that is not known. */
  int leafDepth;

  /** What is deleted next of the leaf that it is in. */
  final LeavingCells leaving = new LeavingCells();

  /**
   * Whether a table's cursor knows the way to rows that were announced, for as long as no page of
   * the tree changes.
   */
  boolean expected;

  /** The present entry, valid in ON_ENTRY. */
  long rowid;

  private int payloadSize;
  private byte[] payloadBytes = EMPTY;
  private int payloadOffset;
  private int available;
  private int cellStart;
  private int localOffset;
  private int local;
  private final PayloadBuffer assembled;

  private final boolean writable;
  private boolean closed;

  TreeCursor(BTree tree, boolean writable) {
    super(tree);
    this.writable = writable;
    assembled = new PayloadBuffer(source);
  }

  @Override
  public final boolean first() {
    reset();
    enterRoot();
    return descendFirst() && arrive();
  }

  @Override
  public final boolean last() {
    reset();
    enterRoot();
    return descendLast() && arrive();
  }

  @Override
  public final boolean next() {
    if (state == ON_ENTRY && leaf && cell + 1 < count) {
      cell++;
      parse();
      return true;
    }
    return nextSlowly();
  }

  /** A leaf's entries are passed at once. */
  @Override
  public final boolean skip(long entries) {
    long left = entries;
    while (left > 0) {
      if (state == ON_ENTRY && leaf && cell + 1 < count) {
        long passed = Math.min(left, count - 1 - cell);
        cell += (int) passed;
        left -= passed;
        if (left == 0) {
          parse();
        }
      } else {
        if (!next()) {
          return false;
        }
        left--;
      }
    }
    return true;
  }

  private boolean nextSlowly() {
    restore();
    if (state == NOWHERE) {
      return false;
    }
    if (state == BETWEEN) {
      return cell < count ? arrive() : ascendToNext();
    }
    if (leaf) {
      cell++;
      return cell < count ? arrive() : nextLeaf();
    }
    cell++;
    enterChild();
    return descendFirst() && arrive();
  }

  /** A page that occurs twice in a damaged tree would make a scan endless; rowids betray it. */
  private boolean nextLeaf() {
    long before = rowid;
    if (!ascendToNext()) {
      return false;
    }
    if (format.table && rowid <= before) {
      throw Corruption.at(source, pages[depth], cellStart, "a rowid greater than " + before, rowid);
    }
    return true;
  }

  /** How many entries the tree has, by the cell counts of its pages. */
  final long countEntries() {
    reset();
    enterRoot();
    descendFirst();
    long entries = count;
    int leaves = 1;
    cell = count;
    while (ascendToNext()) {
      if (!leaf) {
        entries++;
        cell++;
        enterChild();
        descendFirst();
      }
      entries += count;
      cell = count;
      if (++leaves > source.pageCount()) {
        throw Corruption.at(
            source, pages[depth], 0, "at most " + source.pageCount() + " leaves", leaves);
      }
    }
    return entries;
  }

  /** From the end of a leaf to the entry that follows it. */
  final boolean ascendToNext() {
    while (depth > 0) {
      pop();
      if (cell < count) {
        if (!format.table) {
          return arrive();
        }
        cell++;
        enterChild();
        return descendFirst() && arrive();
      }
    }
    reset();
    return false;
  }

  @Override
  public final boolean previous() {
    if (state == ON_ENTRY && leaf && cell > 0) {
      cell--;
      parse();
      return true;
    }
    restore();
    if (state == NOWHERE) {
      return false;
    }
    return retreat();
  }

  /** From the current cell, or the place before it, to the entry before. */
  final boolean retreat() {
    if (!leaf) {
      enterChild();
      return descendLast() && arrive();
    }
    if (cell > 0) {
      cell--;
      return arrive();
    }
    while (depth > 0) {
      pop();
      if (cell > 0) {
        cell--;
        if (!format.table) {
          return arrive();
        }
        enterChild();
        return descendLast() && arrive();
      }
    }
    reset();
    return false;
  }

  /** Forgets the position. */
  final void reset() {
    state = NOWHERE;
    placeValid = false;
    if (closed) {
      throw new MisuseException("the cursor is closed");
    }
    if (tree.waiting != 0) {
      tree.settle();
    }
  }

  /** The path leads to an entry: parse it. */
  final boolean arrive() {
    state = NOWHERE;
    parse();
    state = ON_ENTRY;
    return true;
  }

  /** The path leads to a place between entries. */
  final void standBetween() {
    state = BETWEEN;
    available = 0;
  }

  /** Brings a saved cursor back: to its entry, or to where it was. */
  final void restore() {
    if (state != SAVED) {
      if (closed) {
        throw new MisuseException("the cursor is closed");
      }
      return;
    }
    state = NOWHERE;
    if (tree.waiting != 0) {
      tree.settle();
    }
    if (seekSaved()) {
      arrive();
    } else {
      standBetween();
    }
  }

  /** Goes to the saved key's entry, or to the leaf place where it would be. */
  abstract boolean seekSaved();

  /** Keeps the present entry's key so that {@link #seekSaved} can find it. */
  abstract void saveKey();

  /** Says that the present entry, whose key is saved, will be deleted. */
  abstract void announceDeletion(RowListener rows);

  /** Whether bytes of entries can be written over that are not of their keys. */
  abstract boolean hasMoreThanKeys();

  /** Says that the present entry will be replaced by one with the same key. */
  abstract void announceReplacement(RowListener rows);

  /** The tree is about to change by somebody else: see I1. */
  final void save() {
    placeValid = false;
    fingerPage = 0;
    expected = false;
    if (state == ON_ENTRY) {
      saveKey();
      state = SAVED;
    } else if (state == BETWEEN) {
      state = SAVED;
    }
  }

  /**
   * Nobody reads for a while: the position is lost, and memory that can be had again given back.
   */
  final void rest() {
    lose();
    if (payloadBytes != image) {
      payloadBytes = EMPTY;
      assembled.shrink();
    }
    giveBackMemory();
  }

  /** Nobody reads for a while, and the position is lost. */
  void giveBackMemory() {
    // Most cursors keep nothing else.
  }

  /** A position lost by a failure in the middle of a change. */
  final void lose() {
    state = NOWHERE;
    placeValid = false;
    fingerPage = 0;
    expected = false;
  }

  final boolean isClosed() {
    return closed;
  }

  final boolean mayWrite() {
    return writable;
  }

  final void checkWritable() {
    if (closed) {
      throw new MisuseException("the cursor is closed");
    }
    if (!writable) {
      throw new MisuseException("the cursor was opened for reading only");
    }
  }

  /** Decodes the cell at the current place; the page was checked when the path entered it. */
  final void parse() {
    int offset = cellOffset(cell);
    byte[] bytes = image;
    int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
    if (!headerFits(offset)) {
      format.exactSize(pages[depth], bytes, offset, leaf); // refuses what runs over the end
    }
    int size = bytes[position++];
    if (size < 0) {
      position--;
      long wide = Varint.read(bytes, position);
      size = format.payloadSize(pages[depth], position, wide);
      position += Varint.length(bytes, position);
    }
    if (format.table) {
      long key = bytes[position];
      if (key >= 0) {
        position++;
      } else {
        key = Varint.read(bytes, position);
        position += Varint.length(bytes, position);
      }
      rowid = key;
    }
    int stays = size <= format.maxLocal ? size : format.local(size);
    int end = position + stays + (stays < size ? CellFormat.POINTER_SIZE : 0);
    if (end > format.usable) {
      throw Corruption.at(
          source, pages[depth], offset, "a cell that ends by " + format.usable, end);
    }
    cellStart = offset;
    payloadSize = size;
    if (payloadBytes != bytes) {
      payloadBytes = bytes; // only where it changes: a reference stored costs a barrier
    }
    payloadOffset = position;
    localOffset = position;
    local = stays;
    available = stays;
  }

  final void require() {
    restore();
    if (state != ON_ENTRY) {
      throw new MisuseException("the cursor is on no entry");
    }
  }

  @Override
  public final boolean onEntry() {
    if (state == SAVED) {
      restore();
    }
    return state == ON_ENTRY;
  }

  @Override
  public final int payloadSize() {
    if (state != ON_ENTRY) {
      require();
    }
    return payloadSize;
  }

  @Override
  public final byte[] bytes() {
    if (state != ON_ENTRY) {
      require();
    }
    return payloadBytes;
  }

  @Override
  public final int offset() {
    if (state != ON_ENTRY) {
      require();
    }
    return payloadOffset;
  }

  @Override
  public final int available() {
    if (state != ON_ENTRY) {
      require();
    }
    return available;
  }

  @Override
  public final void showTo(RecordReader reader) {
    if (state != ON_ENTRY) {
      require();
    }
    reader.read(this, payloadBytes, payloadOffset, available, payloadSize);
  }

  @Override
  public final RuntimeException malformed(String problem) {
    return state == ON_ENTRY
        ? Corruption.at(source, pages[depth], cellStart, "a record", problem)
        : new MalformedRecordException(problem);
  }

  /** After a missed search the place is the pointer that would lead to the missing entry. */
  @Override
  public final CorruptException contradiction(ResultCode code, String expected, String found) {
    boolean missed = state == BETWEEN || (state == NOWHERE && placeValid);
    if (state != ON_ENTRY && !missed) {
      return CorruptException.in(code, source.description(), expected, found);
    }
    int offset = missed ? pointers() + 2 * cell : cellStart;
    return CorruptException.at(code, source.description(), pages[depth], offset, expected, found);
  }

  @Override
  public final void fetch(int size) {
    if (state != ON_ENTRY) {
      require();
    }
    if (size > available) {
      startAssembling(size);
      assembled.fill(size);
      showAssembled();
    }
  }

  @Override
  public final void showPart(RecordReader reader, int from, int to) {
    if (state != ON_ENTRY) {
      require();
    }
    if (to > available) {
      startAssembling(to);
      assembled.readPart(from, to);
      showAssembled();
    }
    if (to > available) {
      reader.show(assembled.part(), -assembled.partStart(), 0);
    } else {
      reader.show(payloadBytes, payloadOffset, available);
    }
  }

  private void startAssembling(int size) {
    if (size > payloadSize) {
      throw new MisuseException(
          "fetch of " + size + " bytes from a record of " + payloadSize + " bytes");
    }
    if (payloadBytes == image) {
      int overflow = PageBytes.i32(image, payloadOffset + local);
      assembled.start(pages[depth], image, payloadOffset, local, payloadSize, overflow);
    }
  }

  private void showAssembled() {
    payloadBytes = assembled.bytes();
    payloadOffset = 0;
    available = assembled.filled();
  }

  /** Whether the payload of the cell that was parsed last is so long. */
  final boolean hasPayloadOf(int length) {
    return payloadSize == length;
  }

  /** Where the payload of the cell that was parsed last begins. */
  final int localOffset() {
    return localOffset;
  }

  /** How many bytes of the payload of the cell that was parsed last are in its page. */
  final int local() {
    return local;
  }

  final int cellStart() {
    return cellStart;
  }

  /** How many overflow pages the present entry has. */
  final int overflowPages() {
    return local < payloadSize ? format.overflowPages(payloadSize) : 0;
  }

  @Override
  public boolean seek(long key, Seek seek) {
    throw new MisuseException("seek by rowid in an index tree");
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    throw new MisuseException("seek by record in a table tree");
  }

  @Override
  public void insert(long key, byte[] record, int offset, int length) {
    throw new MisuseException("insert by rowid into an index tree");
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    throw new MisuseException("insert by record into a table tree");
  }

  @Override
  public void insertRows(RowBlock block) {
    throw new MisuseException("insert by rowid into an index tree");
  }

  @Override
  public void insertEntries(RowBlock block) {
    throw new MisuseException("insert by record into a table tree");
  }

  /** Puts in what a block shows: each leaf at the tree's end is written once. */
  final void insertEach(RowBlock block) {
    checkWritable();
    int at = 0;
    while (at < block.count()) {
      int next = append(block, at);
      if (next == at) {
        insert(block, next++);
      }
      at = next;
    }
  }

  /** Puts in one of what a block shows. */
  abstract void insert(RowBlock block, int at);

  /**
   * Puts entries of a block behind the present one, if that is the last of the tree: as far as they
   * come in order and its leaf has room for them.
   *
   * @return the first that was not put in
   */
  private int append(RowBlock block, int from) {
    if (!isAtEnd()) {
      return from;
    }
    TreeEditor editor = tree.editor();
    int fitting = editor.pages.fitting(pages[depth], image, block, from);
    int to = endOfOrder(block, from, fitting);
    if (to > from) {
      RowListener rows = tree.rows;
      for (int i = from; rows != null && i < to; i++) {
        announceInsertion(rows, block, i);
      }
      tree.beforeChange(this);
      lose();
      editor.append(this, block, from, to);
      cell = count - 1;
      arrive();
    }
    return to;
  }

  /** Whether the cursor is on the last entry of the tree. */
  private boolean isAtEnd() {
    if (state == SAVED) {
      restore();
    }
    return state == ON_ENTRY && cell == count - 1 && atRightEdge();
  }

  /** Says that an entry of a block, which is not there yet, will be put in. */
  abstract void announceInsertion(RowListener rows, RowBlock block, int at);

  /**
   * How far entries of a block sort after the present one, each after the one before: the first
   * that does not, or the end.
   */
  abstract int endOfOrder(RowBlock block, int from, int to);

  @Override
  public final boolean overwrite(int at, byte[] bytes, int offset, int length) {
    checkWritable();
    if (state != ON_ENTRY) {
      require();
    }
    if (!hasMoreThanKeys() || at > payloadSize - length) {
      return false;
    }
    RowListener rows = tree.rows;
    if (rows != null) {
      announceReplacement(rows);
    }
    boolean inCell = at <= local - length;
    boolean parsed = payloadBytes == image; // else they are assembled, from what was there before
    tree.beforeRewrite(this);
    int finger = fingerPage;
    lose();
    tree.editor().overwrite(this, at, bytes, offset, length);
    fingerPage = finger;
    if (!inCell || !parsed) {
      return arrive();
    }
    if (payloadBytes != image) {
      payloadBytes = image; // only where it changes: a reference stored costs a barrier
    }
    state = ON_ENTRY;
    return true;
  }

  @Override
  public final void delete() {
    checkWritable();
    if (state != ON_ENTRY) {
      require();
    }
    saveKey();
    RowListener rows = tree.rows;
    if (rows != null) {
      announceDeletion(rows);
    }
    tree.beforeChange(this);
    int finger = fingerPage;
    lose();
    if (tree.editor().delete(this)) {
      fingerPage = finger;
      standBetween();
    } else {
      state = SAVED;
    }
  }

  @Override
  public final void deleteShown(RowBlock block, int[] places, int number) {
    checkWritable();
    if (state != ON_ENTRY) {
      require();
    }
    int last = cell;
    int first = last - block.count() + 1;
    if (!leaf || first < 0) {
      throw new MisuseException("the cursor is not on the last entry that it has shown");
    }
    leaving.clear();
    for (int i = 0; i < number; i++) {
      leaving.add(first + places[i]);
    }
    // Without any entry of a leaf of an index the pages above could not be balanced.
    boolean all = !format.table && depth > 0 && number == count;
    if (all) {
      leaving.removeLast();
    }
    if (leaving.size() > 0) {
      announceLeaving();
      deleteBehind(last);
    }
    if (all) {
      delete();
    }
  }

  /** Takes out {@link #leaving}, which are announced, and stands at a cell or at its place then. */
  private void deleteBehind(int last) {
    cell = last;
    arrive();
    saveKey();
    boolean goes = leaving.cell(leaving.size() - 1) == last;
    if (takeOutLeaving()) {
      cell = last - leaving.size();
      if (goes) {
        cell++;
        standBetween();
      } else {
        arrive();
      }
    }
  }

  /** Says of all of {@link #leaving} that they will be deleted. */
  abstract void announceLeaving();

  /** Takes out {@link #leaving}, which are announced, and whose first has its key saved. */
  final void deleteLeaving() {
    if (takeOutLeaving()) {
      cell = leaving.cell(0);
      standBetween();
    }
  }

  /** The same; false where the path is lost, and the cursor will look for the key that is saved. */
  private boolean takeOutLeaving() {
    tree.beforeChange(this);
    int finger = fingerPage;
    lose();
    if (!tree.editor().deleteAll(this, leaving)) {
      state = SAVED;
      return false;
    }
    fingerPage = finger;
    return true;
  }

  @Override
  public final void close() {
    if (!closed) {
      end();
      tree.cursorClosed(this);
    }
  }

  /** Closes it without telling the tree. */
  final void end() {
    state = NOWHERE;
    placeValid = false;
    closed = true;
  }
}
