package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a table tree. Rows are changed far more often than they are asked for, mostly in the
 * order of their rowids and all alike: a <i>run</i> of neighbours, however long, is kept as its
 * bounds. Other rowids are in a table with open addressing.
 */
final class RowidChanges extends TreeChanges {
  private static final byte[] NO_RECORD = {};
  private static final int FIRST_CAPACITY = 4;

  /** State of a slot whose key was used and is {@link NetChange#NONE} again. */
  private static final byte UNKNOWN = 8;

  /** A run of fewer rowids gives way to one that begins. */
  private static final int SHORT_RUN = 8;

  private long[] rowids = new long[FIRST_CAPACITY];
  private byte[] states = new byte[FIRST_CAPACITY];
  private int used;

  /** The rowids of the run, which are not in the table; no bounds where there is none. */
  private long runLow = 1;

  private long runHigh;
  private byte runState;

  /** The changed rowids of the table, ascending; null where they are not known. */
  private long @Nullable [] sorted;

  RowidChanges(Tree tree) {
    super(tree, KeyOrdering.Rowids.ORDER);
  }

  /** The change of a rowid, or {@link NetChange#NONE}. */
  byte get(long rowid) {
    return isInRun(rowid) ? runState : tabled(rowid);
  }

  private boolean isInRun(long rowid) {
    return runLow <= rowid && rowid <= runHigh;
  }

  private byte tabled(long rowid) {
    byte state = states[slot(rowid)];
    return state == UNKNOWN ? NetChange.NONE : state;
  }

  /** Sets the change of a rowid; {@link NetChange#NONE} forgets it. */
  void put(long rowid, byte state) {
    if (isInRun(rowid)) {
      putInRun(rowid, state);
    } else if (state != NetChange.NONE && tabled(rowid) == NetChange.NONE) {
      putNew(rowid, state);
    } else {
      putInTable(rowid, state);
    }
  }

  private void putInRun(long rowid, byte state) {
    if (state == NetChange.NONE && rowid == runHigh && rowid > runLow) {
      runHigh--;
    } else if (state != runState) {
      endRun();
      putInTable(rowid, state);
    }
  }

  private void putNew(long rowid, byte state) {
    if (runLow <= runHigh && runState == state && rowid > runHigh && rowid - 1 == runHigh) {
      runHigh = rowid;
    } else if (runHigh - runLow < SHORT_RUN) {
      endRun();
      runLow = rowid;
      runHigh = rowid;
      runState = state;
    } else {
      putInTable(rowid, state);
    }
  }

  /** The rowids of the run are put into the table. */
  private void endRun() {
    long low = runLow;
    long high = runHigh;
    forgetRun();
    for (long i = 0; i <= high - low; i++) {
      putInTable(low + i, runState);
    }
  }

  private void forgetRun() {
    runLow = 1;
    runHigh = 0;
  }

  private void putInTable(long rowid, byte state) {
    sorted = null;
    int slot = slot(rowid);
    if (states[slot] == 0) {
      if (state == NetChange.NONE) {
        return;
      }
      if (++used * 2 > rowids.length) {
        grow();
        slot = slot(rowid);
      }
      rowids[slot] = rowid;
    }
    states[slot] = state == NetChange.NONE ? UNKNOWN : state;
  }

  private int slot(long rowid) {
    int mask = rowids.length - 1;
    int slot = (int) ((rowid * 0x9e3779b97f4a7c15L) >>> Long.numberOfLeadingZeros(mask));
    while (states[slot] != 0 && rowids[slot] != rowid) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldRowids = rowids;
    byte[] oldStates = states;
    rowids = new long[oldRowids.length * 2];
    states = new byte[oldStates.length * 2];
    for (int i = 0; i < oldRowids.length; i++) {
      if (oldStates[i] != 0) {
        int slot = slot(oldRowids[i]);
        rowids[slot] = oldRowids[i];
        states[slot] = oldStates[i];
      }
    }
  }

  @Override
  void forgetKeys() {
    rowids = new long[FIRST_CAPACITY];
    states = new byte[FIRST_CAPACITY];
    used = 0;
    sorted = null;
    forgetRun();
  }

  @Override
  boolean hasChange() {
    if (isRunChanged()) {
      return true;
    }
    for (byte state : states) {
      if (state != UNKNOWN && NetChange.isChange(state)) {
        return true;
      }
    }
    return false;
  }

  @Override
  long sizeBytes() {
    return 9L * rowids.length;
  }

  private boolean isRunChanged() {
    return runLow <= runHigh && NetChange.isChange(runState);
  }

  @Override
  void forEach(Visitor visitor) {
    forEachRange((low, high, record, state) -> {
      for (long rowid = (long) low; rowid < (long) high; rowid++) {
        visitor.visit(rowid, record, state);
      }
      visitor.visit(high, record, state);
    });
  }

  @Override
  byte state(Object key) {
    return get((long) key);
  }

  @Override
  boolean anyWithin(Object low, Object high, KeyTest test) {
    long[] tabled = changed();
    int found = Arrays.binarySearch(tabled, (long) low);
    for (int i = found < 0 ? ~found : found; i < tabled.length && tabled[i] <= (long) high; i++) {
      if (test.test(tabled[i], tabled(tabled[i]))) {
        return true;
      }
    }
    if (isRunChanged()) {
      long first = Math.max((long) low, runLow);
      long last = Math.min((long) high, runHigh);
      for (long i = 0; first <= last && i <= last - first; i++) {
        if (test.test(first + i, runState)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The largest rowid that is there now, of those changed; the least possible where none is. */
  long largestPresent() {
    long largest = isRunChanged() && NetChange.now(runState) ? runHigh : Long.MIN_VALUE;
    for (int i = 0; i < rowids.length; i++) {
      if (states[i] != UNKNOWN && NetChange.now(states[i])) {
        largest = Math.max(largest, rowids[i]);
      }
    }
    return largest;
  }

  private long[] changed() {
    long[] known = sorted;
    if (known != null) {
      return known;
    }
    long[] all = new long[used];
    int count = 0;
    for (int i = 0; i < rowids.length; i++) {
      if (states[i] != UNKNOWN && NetChange.isChange(states[i])) {
        all[count++] = rowids[i];
      }
    }
    Arrays.sort(all, 0, count);
    known = count == used ? all : Arrays.copyOf(all, count);
    sorted = known;
    return known;
  }

  @Override
  int keyBound() {
    return (int) Math.min(Integer.MAX_VALUE, used + (runHigh - runLow + 1));
  }

  @Override
  int rangeCount() {
    int[] count = new int[1];
    forEachRange((low, high, record, state) -> count[0]++);
    return count[0];
  }

  @Override
  void forEachRange(RangeVisitor visitor) {
    long[] tabled = changed();
    int behindRun = 0;
    if (isRunChanged()) {
      behindRun = ~Arrays.binarySearch(tabled, runLow); // whose rowids are not in the table
      forEachRange(tabled, 0, behindRun, visitor);
      visit(runLow, runHigh, runState, visitor);
    }
    forEachRange(tabled, behindRun, tabled.length, visitor);
  }

  private void forEachRange(long[] tabled, int from, int to, RangeVisitor visitor) {
    int next;
    for (int first = from; first < to; first = next) {
      byte state = tabled(tabled[first]);
      next = first + 1;
      while (next < to && tabled[next] == tabled[next - 1] + 1 && tabled(tabled[next]) == state) {
        next++;
      }
      visit(tabled[first], tabled[next - 1], state, visitor);
    }
  }

  private static void visit(long first, long last, byte state, RangeVisitor visitor) {
    Long low = first;
    visitor.visit(low, last == first ? low : Long.valueOf(last), NO_RECORD, state);
  }
}
