package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;

/**
 * The entries of an index, or of a table without rowid, whose first columns equal given values and
 * whose next column lies between bounds. Where several values are given for a column (IN), the scan
 * is repeated for each combination.
 */
final class IndexScan extends TreeScan {
  /** So many entries of a range are not shown with others: there may be no more. */
  private static final int FEW = 4;

  private final TreeCursor index;
  private final KeyValues[] equal;
  private final KeyBound[] bounds;
  private final boolean boundedDescending;

  /** Whether the bounds are those of a pattern, which BLOBs are matched against, too. */
  private final boolean ofPattern;

  /** Whether the pattern has a prefix: then texts and BLOBs are looked for apart. */
  private boolean alsoBlobs;

  private final boolean reverse;
  private final TextEncoding encoding;
  private final RecordComparator comparator;

  private final Cell[] prefix;
  private final SearchKey start;
  private final SearchKey end;

  /** The first columns of entries that are passed, and the record that they are in. */
  private final SearchKey passed = new SearchKey();

  private byte[] present = {};
  private final Cell low = new Cell();
  private final Cell high = new Cell();
  private boolean lowStrict;
  private boolean highStrict;
  private boolean hasLow;
  private boolean hasHigh;
  private boolean startAfter;
  private boolean endExclusive;
  private boolean empty;
  private int passes;
  private long pass;
  private boolean scanning;
  private boolean positioned;

  /** How many entries of the range were met one by one. */
  private int met;

  /**
   * @param equal the values of the first columns
   * @param bounds conditions on the column after those
   */
  IndexScan(
      TreeCursor index, KeyOrder order, KeyValues[] equal, KeyBound[] bounds, boolean reverse) {
    this.index = index;
    this.equal = equal;
    this.bounds = bounds;
    this.reverse = reverse;
    encoding = order.encoding();
    ofPattern = bounds.length == 2 && bounds[0].pattern().isPresent();
    comparator = new RecordComparator(order);
    boundedDescending =
        equal.length < order.columns().size() && order.columns().get(equal.length).descending();
    prefix = new Cell[equal.length];
    for (int i = 0; i < prefix.length; i++) {
      prefix[i] = new Cell();
    }
    start = new SearchKey(equal.length + 1);
    end = new SearchKey(equal.length + 1);
  }

  @Override
  void open(Frame frame) {
    index.open(frame);
    for (KeyValues values : equal) {
      values.open(frame);
    }
    evaluateBounds(frame);
    scanning = false;
    if (!empty) {
      empty = !firstCombination();
    }
  }

  private boolean firstCombination() {
    for (int i = 0; i < equal.length; i++) {
      if (!equal[i].next(prefix[i])) {
        return false;
      }
    }
    beginScan();
    return true;
  }

  /** After the texts between the bounds of a pattern, or before them, come the BLOBs. */
  private boolean otherPass() {
    if (!alsoBlobs || passes == 2) {
      return false;
    }
    byte type = low.type == Cell.TEXT ? Cell.BLOB : Cell.TEXT;
    low.type = type;
    high.type = type;
    startPass();
    passes = 2;
    return true;
  }

  private boolean nextCombination(Frame frame) {
    for (int i = equal.length - 1; i >= 0; i--) {
      if (equal[i].next(prefix[i])) {
        for (int j = i + 1; j < equal.length; j++) {
          equal[j].open(frame);
          if (!equal[j].next(prefix[j])) {
            return false;
          }
        }
        beginScan();
        return true;
      }
    }
    return false;
  }

  /** Finds the tightest bounds; a NULL among them leaves nothing. */
  private void evaluateBounds(Frame frame) {
    hasLow = false;
    hasHigh = false;
    empty = false;
    alsoBlobs = ofPattern;
    for (KeyBound bound : bounds) {
      if (bound.operator() == ComparisonOperator.IS_NOT) {
        continue; // NULL is left out below
      }
      if (bound.value().eval(frame) == Cell.NULL) {
        empty = true;
        return;
      }
      if (bound.pattern().isPresent() && !bound.readPattern(bound.pattern().get(), frame)) {
        alsoBlobs = false;
        continue;
      }
      ComparisonAffinity.applyToKey(bound.affinity(), frame);
      ComparisonOperator operator = bound.operator();
      if (bound.isLow()) {
        low.copyFrom(frame);
        lowStrict = operator == ComparisonOperator.GREATER;
        hasLow = true;
      } else {
        high.copyFrom(frame);
        highStrict = operator == ComparisonOperator.LESS;
        hasHigh = true;
      }
    }
    if (bounds.length > 0 && !hasLow) {
      low.setNull(); // a comparison never holds for NULL, which sorts before all values
      lowStrict = true;
      hasLow = true;
    }
  }

  private void beginScan() {
    if (alsoBlobs) {
      byte first = boundedDescending != reverse ? Cell.BLOB : Cell.TEXT;
      low.type = first;
      high.type = first;
    }
    passes = 1;
    startPass();
  }

  private void startPass() {
    // In the order of the scan: a descending column and a reverse scan each turn the bounds around.
    boolean swapped = boundedDescending != reverse;
    Cell first = swapped ? high : low;
    Cell last = swapped ? low : high;
    setKey(start, first, swapped ? hasHigh : hasLow);
    setKey(end, last, swapped ? hasLow : hasHigh);
    startAfter = swapped ? hasHigh && highStrict : hasLow && lowStrict;
    endExclusive = swapped ? hasLow && lowStrict : hasHigh && highStrict;
    scanning = true;
    positioned = false;
    met = 0;
    pass++;
  }

  /** Another number for each range that is scanned. */
  long pass() {
    return pass;
  }

  private void setKey(SearchKey key, Cell bound, boolean bounded) {
    key.clear();
    for (Cell value : prefix) {
      SearchKeys.add(key, value, encoding);
    }
    if (bounded) {
      SearchKeys.add(key, bound, encoding);
    }
  }

  @Override
  boolean next(Frame frame) {
    while (!empty) {
      if (scanning && advance(frame)) {
        return true;
      }
      scanning = false;
      if (!otherPass() && !nextCombination(frame)) {
        empty = true;
      }
    }
    return false;
  }

  /** Without bounds every entry of the index is a row. */
  @Override
  boolean skip(Frame frame, long rows) {
    if (equal.length > 0 || bounds.length > 0 || reverse || rows == 0 || !next(frame)) {
      return super.skip(frame, rows);
    }
    if (!index.cursor().skip(rows - 1)) {
      empty = true;
      return false;
    }
    index.moved();
    return true;
  }

  @Override
  TreeCursor entries() {
    return index;
  }

  @Override
  int show(RowBlock block, long distance) {
    if (met < FEW) {
      met++;
      return 0;
    }
    int most = (int) Math.min(distance, RowBlock.CAPACITY - 1) + 1;
    return index.show(block, end, !endExclusive, most);
  }

  @Override
  boolean isReverse() {
    return reverse;
  }

  @Override
  boolean isBeforeAll() {
    return equal.length == 0 && bounds.length == 0 && !positioned && !empty;
  }

  @Override
  boolean nextOther(Frame frame, int columns) {
    if (!positioned || !scanning) {
      return next(frame);
    }
    if (arrive(pass(index.cursor(), columns), frame)) {
      return true;
    }
    scanning = false;
    return next(frame);
  }

  /** Goes behind all entries that have the first columns of the present one. */
  private boolean pass(Cursor cursor, int columns) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    if (present.length < size) {
      present = new byte[Math.max(size, 2 * present.length)];
    }
    System.arraycopy(cursor.bytes(), cursor.offset(), present, 0, size);
    RecordComparator.unpack(present, 0, size, columns, passed);
    return cursor.seek(passed, reverse ? Cursor.Seek.BEFORE : Cursor.Seek.AFTER);
  }

  private boolean advance(Frame frame) {
    Cursor cursor = index.cursor();
    boolean found = positioned ? move(cursor) : seek(cursor);
    positioned = true;
    return arrive(found, frame);
  }

  private boolean arrive(boolean found, Frame frame) {
    frame.countRow();
    if (!found || beyond(index.cursor())) {
      return false;
    }
    index.moved();
    return true;
  }

  /** Moves a cursor on the index to the entry that follows in this scan. */
  boolean move(Cursor cursor) {
    return reverse ? cursor.previous() : cursor.next();
  }

  private boolean seek(Cursor cursor) {
    if (start.size() == 0) {
      return reverse ? cursor.last() : cursor.first();
    }
    if (reverse) {
      return cursor.seek(start, startAfter ? Cursor.Seek.BEFORE : Cursor.Seek.AT_MOST);
    }
    return cursor.seek(start, startAfter ? Cursor.Seek.AFTER : Cursor.Seek.AT_LEAST);
  }

  /** Whether a cursor has left the range that is being scanned. */
  boolean beyond(Cursor cursor) {
    if (end.size() == 0) {
      return false;
    }
    if (cursor.available() < cursor.payloadSize()) {
      cursor.fetch(cursor.payloadSize());
    }
    int order = comparator.compare(end, cursor.bytes(), cursor.offset(), cursor.payloadSize());
    if (reverse) {
      order = -order;
    }
    return endExclusive ? order <= 0 : order < 0;
  }

  @Override
  void setAbsent() {
    index.setAbsent();
  }
}
