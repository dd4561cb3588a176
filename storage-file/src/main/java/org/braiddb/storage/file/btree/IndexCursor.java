package org.braiddb.storage.file.btree;

import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.file.concurrency.RowListener;
import org.braiddb.storage.file.page.KeyPlaces;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * A cursor of an index tree. Entries are in interior pages too: the entry that follows a leaf's
 * last one is the cell of the nearest page above that has one to the right.
 */
final class IndexCursor extends IndexSearch {
  /** Where keys come in no order, only one of so many is looked for near the one before. */
  private static final int LOOKS_NEARBY_EACH = 16;

  /** What the place of a cursor says of a key. */
  private enum Nearby {
    THERE,
    MISSING,
    UNKNOWN
  }

  private final SearchKey savedKey = new SearchKey();
  private byte[] savedRecord = {};
  private int savedLength;
  private final KnownKeys knownKeys;

  /** With which the rows of entries are looked up; null where that is not known. */
  private @Nullable TableCursor table;

  /** Whether {@link #settle} has come to the end of the tree. */
  private boolean appended;

  /** What is done next with the leaf that the cursor is in. */
  private final LeafChanges changes = new LeafChanges();

  private final SearchKey nextKey = new SearchKey();

  /** How many keys in a row were not near the place of the one before. */
  private int strayed;

  IndexCursor(IndexTree tree, boolean writable) {
    super(tree, writable);
    knownKeys = tree.knownKeys;
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    Nearby nearby = seek == Seek.EQUAL || seek == Seek.AT_LEAST ? lookNearby(key) : Nearby.UNKNOWN;
    boolean onward = seek == Seek.AFTER && isAtOrBefore(key);
    reset();
    return switch (seek) {
      case EQUAL -> {
        boolean there =
            switch (nearby) {
              case THERE -> true;
              case MISSING -> false;
              case UNKNOWN -> locate(key);
            };
        if (there) {
          yield arrive();
        }
        placeValid = true;
        yield false;
      }
      case AT_LEAST -> {
        if (nearby == Nearby.UNKNOWN) {
          locate(key);
        }
        yield !atEnd() && arrive();
      }
      case AFTER -> {
        if (onward) {
          locateAfterFromHere(key);
        } else {
          locateAfter(key);
        }
        yield !atEnd() && arrive();
      }
      case AT_MOST -> {
        locateAfter(key);
        yield retreat();
      }
      case BEFORE -> {
        descend(key, false);
        yield retreat();
      }
    };
  }

  @Override
  public void leadsTo(Cursor rows) {
    if (table != rows) {
      table = rows instanceof TableCursor cursor ? cursor : null;
    }
  }

  /**
   * Looks for the first entry with a key at the present place and after it, in the same leaf,
   * without moving anywhere else. Who joins or changes rows in order asks for it, and who looks
   * whether a key is there before one that sorts near it is replaced.
   *
   * @return what is known then; where that is anything, the cell is the key's place
   */
  private Nearby lookNearby(SearchKey key) {
    if (!leaf || tree.waiting != 0 || !isInLeaf() && !placeValid) {
      return Nearby.UNKNOWN;
    }
    if (strayed > 1 && strayed % LOOKS_NEARBY_EACH != 0) {
      strayed++;
      return Nearby.UNKNOWN;
    }
    Nearby nearby = compareNearby(key);
    strayed = nearby == Nearby.UNKNOWN ? strayed + 1 : 0;
    return nearby;
  }

  private Nearby compareNearby(SearchKey key) {
    boolean whole = key.size() == keyColumns;
    // A scan of equal keys that only reads has ended on the entry behind them: the next to look at.
    int before = mayWrite() ? cellBefore() : cell - 1;
    int next = before + 1;
    int order = next < count ? compareAt(key, next) : atRightEdge() ? -1 : 1;
    if (order > 0) {
      return lookAhead(key, next);
    }
    if (order < 0 || !whole) {
      int orderBefore = before < 0 ? compareWithDeleted(key) : compareAt(key, before);
      if (orderBefore < 0) {
        return Nearby.UNKNOWN;
      }
      if (orderBefore == 0) {
        if (before < 0 || !whole && (before == 0 || compareAt(key, before - 1) <= 0)) {
          return Nearby.UNKNOWN; // an entry before may have the same first columns
        }
        next = before;
        order = 0;
      }
    }
    cell = next;
    return order == 0 ? Nearby.THERE : Nearby.MISSING;
  }

  /** The same for a key that sorts after a cell of the leaf, or after all of them. */
  private Nearby lookAhead(SearchKey key, int after) {
    if (after >= count - 1 || compareAt(key, count - 1) > 0) {
      return Nearby.UNKNOWN;
    }
    cell = boundNear(key, false, after);
    return results[depth] == 0 ? Nearby.THERE : Nearby.MISSING;
  }

  /** At a leaf's beginning the entry that was taken out here bounds what comes before. */
  private int compareWithDeleted(SearchKey key) {
    return state == BETWEEN ? compareRecord(key, savedRecord, 0, savedLength, 0) : -1;
  }

  /** Whether no cell is at the path's end: the place is after the last entry of the tree. */
  private boolean atEnd() {
    return cell >= count;
  }

  /** Goes to the first entry at or after the key; true where it equals the key. */
  private boolean locate(SearchKey key) {
    // Who writes mostly looks for keys that are not there yet.
    long hash = mayWrite() ? KeyPlaces.NO_HASH : knownKeys.hash(key);
    if (hash == KeyPlaces.NO_HASH) {
      descend(key, false);
    } else {
      descendToPlace(key, hash);
    }
    return climbToEntry() && results[depth] == 0;
  }

  /** As {@link #descend}, to where the key was in its leaf before, if it still is there. */
  private void descendToPlace(SearchKey key, long hash) {
    long place = knownKeys.place(hash);
    if (place == KeyPlaces.UNKNOWN) {
      descend(key, false);
    } else {
      descendWithTable(key, place);
      if (isAt(key, place)) {
        return;
      }
      cell = bound(key, false);
    }
    if (cell < count && results[depth] == 0) {
      knownKeys.learn(hash, this);
    }
  }

  /**
   * Goes down to the leaf, and with the table's cursor to the row that the key had before: both
   * first to the page above the leaf, so that the processor waits for the two leaves at once.
   */
  private void descendWithTable(SearchKey key, long place) {
    long rowid = KeyPlaces.rowid(place);
    TableCursor rows = rowid == KeyPlaces.NO_ROWID ? null : table;
    boolean near = false;
    enterRoot();
    while (!leaf) {
      cell = bound(key, false);
      if (depth == leafDepth - 1 && rows != null) {
        near = rows.approach(rowid);
      }
      enterChild();
    }
    leafDepth = depth;
    touched = image[Math.min(KeyPlaces.offset(place), image.length - 1)];
    if (near && rows != null) {
      rows.arriveAhead(rowid);
    }
  }

  /** Goes where the first entry with a key was before, if it is there. */
  private boolean isAt(SearchKey key, long place) {
    int index = KeyPlaces.cell(place);
    if (index >= count || compareAt(key, index) != 0 || index > 0 && compare(key, index - 1) <= 0) {
      return false;
    }
    cell = index;
    results[depth] = 0;
    return true;
  }

  private void locateAfter(SearchKey key) {
    descend(key, true);
    climbToEntry();
  }

  /** Whether the path leads to an entry that does not sort after a key. */
  private boolean isAtOrBefore(SearchKey key) {
    return state == ON_ENTRY && tree.waiting == 0 && compare(key, cell) >= 0;
  }

  /**
   * As {@link #locateAfter}, from an entry at or before the key. Who passes equal entries asks for
   * it: what follows them is mostly in the same leaf, or in one of the next.
   */
  private void locateAfterFromHere(SearchKey key) {
    int before = cell;
    while (depth > 0 && compare(key, count - 1) >= 0) {
      pop();
      before = cell - 1;
    }
    cell = boundNear(key, true, before);
    while (!leaf) {
      enterChild();
      cell = bound(key, true);
    }
    leafDepth = depth;
    climbToEntry();
  }

  @Override
  public int show(RowBlock block, SearchKey end, boolean inclusive, int most) {
    if (state != ON_ENTRY) {
      require();
    }
    block.begin(image);
    if (!leaf) {
      return 0;
    }
    int last = Math.min(count, cell + Math.min(most, RowBlock.CAPACITY)) - 1;
    if (last > cell && end.size() > 0) {
      int order = compare(end, last);
      if (order < 0 || order == 0 && !inclusive) {
        last = bound(end, inclusive, cell, last) - 1;
      }
    }
    block.reserve(last + 1 - cell);
    if (2 * (last - cell) > count) {
      touchPage();
    }
    showTo(last, block);
    int shown = block.count();
    if (shown > 1) {
      cell += shown - 1;
      parse();
    }
    return shown;
  }

  /** Adds cells of a leaf up to the last wanted, or to one whose payload is not all in its page. */
  private void showTo(int last, RowBlock block) {
    byte[] bytes = image;
    int[] offsets = block.offsets();
    int[] sizes = block.sizes();
    int to = 0;
    for (int at = cell; at <= last; at++) {
      int offset = pointer(at);
      if (offset < 0) {
        break;
      }
      int first = bytes[offset];
      int longer = first >> 31; // no branch that would often be guessed wrong: sizes may be mixed
      int second = bytes[offset + 1] & longer;
      int size = (first & 0x7f) << (longer & 7) | second;
      int position = offset + 1 - longer;
      if (second < 0 || size == 0 || size > format.maxLocal || size > format.usable - position) {
        break;
      }
      offsets[to] = position;
      sizes[to] = size;
      to++;
    }
    block.filled(to);
  }

  @Override
  public long rowid() {
    throw new MisuseException("an index entry has no rowid of its own");
  }

  @Override
  boolean seekSaved() {
    descend(savedKey, false);
    if (climbToEntry()) {
      if (results[depth] == 0) {
        return true;
      }
      // The place between entries is a leaf's: go down again before the entry.
      while (!leaf) {
        enterChild();
        cell = count;
      }
    }
    return false;
  }

  @Override
  void saveKey() {
    int size = payloadSize();
    fetch(size);
    keepKey(bytes(), offset(), size);
  }

  @Override
  void announceDeletion(RowListener rows) {
    rows.deleting(savedRecord, 0, savedLength);
  }

  @Override
  boolean hasMoreThanKeys() {
    return keyColumns != IndexTree.ALL_COLUMNS;
  }

  @Override
  void announceReplacement(RowListener rows) {
    int size = payloadSize();
    fetch(size);
    rows.inserting(bytes(), offset(), size, true);
  }

  private void keepKey(byte[] record, int offset, int length) {
    if (savedRecord.length < length) {
      savedRecord = new byte[Math.max(length, 64)];
    }
    System.arraycopy(record, offset, savedRecord, 0, length);
    savedLength = length;
    unpack(savedRecord, 0, length, savedKey);
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    checkWritable();
    keepKey(record, offset, length);
    int order = state == ON_ENTRY ? compareAt(savedKey, cell) : -1;
    boolean found = order == 0;
    if (!found) {
      if (order > 0 && cell == count - 1 && atRightEdge()) {
        cell = count;
      } else if (!placeValid && state != BETWEEN || !belongsToPlace()) {
        found = findPlace();
      }
    }
    RowListener rows = tree.rows;
    if (rows != null) {
      rows.inserting(savedRecord, 0, length, found);
    }
    if (!put(savedRecord, 0, length, found)) {
      state = SAVED;
    }
  }

  @Override
  public void replace(byte[] record, int offset, int length) {
    checkWritable();
    if (state != ON_ENTRY) {
      require();
    }
    keepKey(record, offset, length);
    if (!belongsToEntry()) {
      delete();
      insert(record, offset, length);
      return;
    }
    RowListener rows = tree.rows;
    if (rows != null) {
      int size = payloadSize();
      fetch(size);
      rows.deleting(bytes(), offset(), size);
      rows.inserting(savedRecord, 0, length, false);
    }
    if (!put(savedRecord, 0, length, true)) {
      state = SAVED;
    }
  }

  @Override
  public void insertEntries(RowBlock block) {
    insertEach(block);
  }

  @Override
  void insert(RowBlock block, int at) {
    insert(block.bytes(), block.offsets()[at], block.sizes()[at]);
  }

  @Override
  void announceInsertion(RowListener rows, RowBlock block, int at) {
    rows.inserting(block.bytes(), block.offsets()[at], block.sizes()[at], false);
  }

  @Override
  int endOfOrder(RowBlock block, int from, int to) {
    if (from == to) {
      return to;
    }
    unpack(block.bytes(), block.offsets()[from], block.sizes()[from], nextKey);
    if (compareAt(nextKey, cell) <= 0) {
      return from;
    }
    int at = from + 1;
    while (at < to && sortsAfterOneBefore(block, at)) {
      at++;
    }
    return at;
  }

  /** Whether the saved key belongs between the neighbours of the present entry in its leaf. */
  private boolean belongsToEntry() {
    return leaf
        && cell > 0
        && cell < count - 1
        && compareAt(savedKey, cell - 1) > 0
        && compareAt(savedKey, cell + 1) < 0;
  }

  /** Goes to the saved key's entry, which is there if the answer is true, or to its place. */
  private boolean findPlace() {
    reset();
    descend(savedKey, false);
    return existing();
  }

  /** Whether the saved key belongs to the place in a leaf where a key was missed or taken out. */
  private boolean belongsToPlace() {
    return leaf
        && cell > 0
        && compareAt(savedKey, cell - 1) > 0
        && (cell < count ? compareAt(savedKey, cell) < 0 : atRightEdge());
  }

  /** Puts a record at the path's place; false where that ruins the path. */
  private boolean put(byte[] record, int offset, int length, boolean found) {
    tree.beforeChange(this);
    lose();
    TreeEditor editor = tree.editor();
    if (found && editor.overwrite(this, record, offset, length)) {
      return arrive();
    }
    editor.encodeCell(TreeEditor.NO_ROWID, record, offset, length);
    boolean pathKept = found ? editor.replace(this) : editor.insert(this);
    return pathKept && arrive();
  }

  /**
   * Puts in and takes out entries that were announced when they were kept for later, from one on,
   * in their order: those that concern the same leaf as the first at once. Leaves the cursor at the
   * last of them or nowhere.
   *
   * @return the number of the first that is left
   */
  int settle(PendingEntries entries, int from) {
    boolean leaves = entries.leaves(from);
    boolean found = false;
    if (!leaves && appended && state == ON_ENTRY) {
      cell = count;
    } else {
      keepKey(entries.bytes(from), entries.offset(from), entries.length(from));
      appended = !leaves && appends();
      if (appended) {
        cell = count;
      } else if (leaves) {
        found = findInLeaf() || findPlace();
        if (!found) {
          standBetween();
          throw lacksEntry();
        }
      } else if (belongsIntoLeaf()) {
        cell = bound(savedKey, false, cellBefore(), count - 1);
        found = results[depth] == 0 && arrive();
      } else {
        found = findPlace();
      }
    }
    if (leaf && cell < count && found == leaves && collect(entries, from) > 1) {
      changeLeaf(entries);
      return from + changes.size();
    }
    if (leaves) {
      takeOut();
    } else {
      put(entries.bytes(from), entries.offset(from), entries.length(from), found);
    }
    return from + 1;
  }

  /**
   * Collects entries for the leaf that the cursor is at the place of the first in, as far as its
   * page has room for them and does not become empty.
   *
   * @return how many
   */
  private int collect(PendingEntries entries, int from) {
    changes.begin();
    int room = tree.editor().pages.freeBytes(pages[depth], image);
    int at = cell;
    for (int next = from; ; ) {
      int before = at;
      if (entries.leaves(next)) {
        if (count + changes.growth() == 1 && depth > 0) {
          break; // the pages above could not be balanced then
        }
        changes.takeOut(at);
        room += 2 + format.cellSize(pages[depth], image, cellOffset(at), true);
      } else {
        int length = entries.length(next);
        room -= 2 + format.indexCellSize(length);
        if (room < 0 || length > format.maxLocal) {
          break;
        }
        changes.putIn(at, next);
        before--;
      }
      next++;
      if (next == entries.size()) {
        break;
      }
      unpack(entries.bytes(next), entries.offset(next), entries.length(next), nextKey);
      boolean isSecond = next == from + 1; // it is mostly in another leaf where there is only one
      at = isSecond && compareAt(nextKey, count - 1) > 0 ? count : atOrAfter(nextKey, before);
      if (at == count || (results[depth] == 0) != entries.leaves(next)) {
        break;
      }
    }
    return changes.size();
  }

  /** Changes the leaf as was collected. */
  private void changeLeaf(PendingEntries entries) {
    tree.beforeChange(this);
    lose();
    if (tree.editor().change(this, changes, entries)) {
      cell = changes.place();
      standBetween();
    }
  }

  private CorruptException lacksEntry() {
    return contradiction(
        ResultCode.CORRUPT_INDEX,
        "the entry of a row that is changed or deleted in " + ((IndexTree) tree).names(),
        "none");
  }

  private void takeOut() {
    tree.beforeChange(this);
    lose();
    if (tree.editor().delete(this)) {
      standBetween();
    }
  }

  @Override
  public int deleteEach(Keys keys) {
    checkWritable();
    SearchKey key = new SearchKey();
    int deleted = 0;
    boolean more = keys.next(key);
    while (more) {
      if (!seek(key, Seek.EQUAL)) {
        more = keys.next(key);
      } else if (leaf) {
        more = findInLeaf(keys, key);
        announceLeaving();
        deleteLeaving();
        deleted += leaving.size();
      } else {
        delete();
        deleted++;
        more = keys.next(key);
      }
    }
    return deleted;
  }

  /**
   * Finds entries that are in the same leaf as the first of them, which the cursor is on; never all
   * of a leaf, whose pages above could not be balanced then.
   *
   * @return whether there is a next key, which was not looked for or is not there
   */
  private boolean findInLeaf(Keys keys, SearchKey key) {
    int most = depth == 0 ? count : count - 1;
    leaving.begin(cell);
    saveKey();
    int before = cell;
    boolean more = keys.next(key);
    while (more && leaving.size() < most) {
      int next = atOrAfter(key, before);
      if (next == count || results[depth] != 0) {
        break;
      }
      leaving.add(next);
      before = next;
      more = keys.next(key);
    }
    return more;
  }

  @Override
  void announceLeaving() {
    RowListener rows = tree.rows;
    for (int i = 0; rows != null && i < leaving.size(); i++) {
      cell = leaving.cell(i);
      arrive();
      int size = payloadSize();
      fetch(size);
      rows.deleting(bytes(), offset(), size);
    }
  }

  /** Finds the saved key's entry where the leaf of the last change has it; false otherwise. */
  private boolean findInLeaf() {
    int before = cellBefore();
    if (!isInLeaf() || before >= count - 1 || compareAt(savedKey, count - 1) > 0) {
      return false;
    }
    // Of neighbours that go, each is the next.
    cell =
        compareAt(savedKey, before + 1) <= 0
            ? before + 1
            : bound(savedKey, false, before + 1, count);
    return compareAt(savedKey, cell) == 0 && arrive();
  }

  /** Whether the cursor is where an entry of a leaf was put in or taken out. */
  private boolean isInLeaf() {
    return leaf && (state == ON_ENTRY || state == BETWEEN);
  }

  /** The last cell of the leaf that comes before what is put in or taken out next. */
  private int cellBefore() {
    return state == ON_ENTRY ? cell : cell - 1;
  }

  /** Whether the saved key is less than the last of the leaf with the present place, or entry. */
  private boolean belongsIntoLeaf() {
    return isInLeaf()
        && cellBefore() < count - 1
        && compareAt(savedKey, count - 1) < 0
        && (state == BETWEEN || compareAt(savedKey, cell) > 0);
  }

  @Override
  public boolean insertLater(byte[] record, int offset, int length) {
    checkWritable();
    if (keyColumns != IndexTree.ALL_COLUMNS) {
      return false;
    }
    RowListener rows = tree.rows;
    if (rows != null) {
      rows.inserting(record, offset, length, false);
    }
    if (tree.waiting == 0) {
      tree.beforeChange(this);
    }
    lose();
    ((IndexTree) tree).addLater(record, offset, length);
    return true;
  }

  @Override
  public boolean deleteLater(byte[] record, int offset, int length) {
    checkWritable();
    if (keyColumns != IndexTree.ALL_COLUMNS) {
      return false;
    }
    RowListener rows = tree.rows;
    if (rows != null) {
      rows.deleting(record, offset, length);
    }
    if (tree.waiting == 0) {
      tree.beforeChange(this);
    }
    lose();
    ((IndexTree) tree).removeLater(record, offset, length);
    return true;
  }

  @Override
  public void settle() {
    tree.settle();
  }

  @Override
  public void takeBack() {
    ((IndexTree) tree).takeBackLast();
  }

  /** Whether the cursor is on the last entry of the tree and the key sorts after it. */
  private boolean appends() {
    return state == ON_ENTRY && cell == count - 1 && atRightEdge() && compareAt(savedKey, cell) > 0;
  }

  /** Whether the entry of the place just descended to equals the key; then it is parsed. */
  private boolean existing() {
    int leafDepth = depth;
    if (climbToEntry() && results[depth] == 0) {
      return arrive();
    }
    while (depth < leafDepth) {
      enterChild();
      cell = count;
    }
    return false;
  }

  /**
   * Goes to the leaf copy of the entry before the saved key, of which there is a second copy in an
   * interior page: the middle of a deletion.
   */
  void seekLeafCopyBeforeSaved() {
    descend(savedKey, false);
    if (!retreat() || leaf || !retreat() || !leaf) {
      throw Corruption.at(source, tree.root, 0, "an entry before the deleted one", "none");
    }
  }
}
