package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a table tree. Rows are changed far more often than they are asked for, mostly in the
 * order of their rowids and all alike: a <i>run</i> of neighbours, however long, is kept as its
 * bounds. There are two, since who replaces rows takes out some and puts in others by turns. Other
 * rowids are in a table with open addressing.
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

  /** The run that was changed last. */
  private Run latest = new Run();

  private Run other = new Run();

  /** The changed rowids of the table, ascending; null where they are not known. */
  private long @Nullable [] sorted;

  /** Rowids that are not in the table, all changed alike; no bounds where there are none. */
  private static final class Run {
    long low = 1;
    long high;
    byte state;

    boolean has(long rowid) {
      return low <= rowid && rowid <= high;
    }

    boolean isChanged() {
      return low <= high && NetChange.isChange(state);
    }

    boolean isShort() {
      return high - low < SHORT_RUN;
    }

    boolean goesOnWith(long rowid, byte next) {
      return low <= high && state == next && rowid > high && rowid - 1 == high;
    }

    void begin(long rowid, byte first) {
      low = rowid;
      high = rowid;
      state = first;
    }

    void forget() {
      low = 1;
      high = 0;
    }
  }

  RowidChanges(Tree tree) {
    super(tree, KeyOrdering.Rowids.ORDER);
  }

  /** The change of a rowid, or {@link NetChange#NONE}. */
  byte get(long rowid) {
    Run run = runWith(rowid);
    return run != null ? run.state : tabled(rowid);
  }

  private @Nullable Run runWith(long rowid) {
    return latest.has(rowid) ? latest : other.has(rowid) ? other : null;
  }

  private byte tabled(long rowid) {
    if (used == 0) {
      return NetChange.NONE;
    }
    byte state = states[slot(rowid)];
    return state == UNKNOWN ? NetChange.NONE : state;
  }

  /** Sets the change of a rowid; {@link NetChange#NONE} forgets it. */
  void put(long rowid, byte state) {
    Run run = runWith(rowid);
    if (run != null) {
      putInRun(run, rowid, state);
    } else if (state != NetChange.NONE && tabled(rowid) == NetChange.NONE) {
      putNew(rowid, state);
    } else {
      putInTable(rowid, state);
    }
  }

  private void putInRun(Run run, long rowid, byte state) {
    if (state == NetChange.NONE && rowid == run.high && rowid > run.low) {
      run.high--;
    } else if (state != run.state) {
      endRun(run);
      putInTable(rowid, state);
    }
  }

  private void putNew(long rowid, byte state) {
    if (latest.goesOnWith(rowid, state)) {
      latest.high = rowid;
    } else if (other.goesOnWith(rowid, state)) {
      other.high = rowid;
      turn();
    } else if (other.isShort() || latest.isShort()) {
      if (!other.isShort()) {
        turn();
      }
      endRun(other);
      other.begin(rowid, state);
      turn();
    } else {
      putInTable(rowid, state);
    }
  }

  private void turn() {
    Run run = latest;
    latest = other;
    other = run;
  }

  /** The rowids of the run are put into the table. */
  private void endRun(Run run) {
    long low = run.low;
    long high = run.high;
    run.forget();
    for (long i = 0; i <= high - low; i++) {
      putInTable(low + i, run.state);
    }
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
    latest.forget();
    other.forget();
  }

  @Override
  boolean hasChange() {
    if (latest.isChanged() || other.isChanged()) {
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
    return anyWithin(latest, (long) low, (long) high, test)
        || anyWithin(other, (long) low, (long) high, test);
  }

  private static boolean anyWithin(Run run, long low, long high, KeyTest test) {
    if (run.isChanged()) {
      long first = Math.max(low, run.low);
      long last = Math.min(high, run.high);
      for (long i = 0; first <= last && i <= last - first; i++) {
        if (test.test(first + i, run.state)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The largest rowid that is there now, of those changed; the least possible where none is. */
  long largestPresent() {
    long largest = Math.max(largestPresent(latest), largestPresent(other));
    for (int i = 0; i < rowids.length; i++) {
      if (states[i] != UNKNOWN && NetChange.now(states[i])) {
        largest = Math.max(largest, rowids[i]);
      }
    }
    return largest;
  }

  private static long largestPresent(Run run) {
    return run.isChanged() && NetChange.now(run.state) ? run.high : Long.MIN_VALUE;
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
    long inRuns = latest.high - latest.low + 1 + other.high - other.low + 1;
    return (int) Math.min(Integer.MAX_VALUE, used + inRuns);
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
    boolean inOrder = latest.low <= other.low;
    int next = forEachRange(tabled, 0, inOrder ? latest : other, visitor);
    next = forEachRange(tabled, next, inOrder ? other : latest, visitor);
    forEachRange(tabled, next, tabled.length, visitor);
  }

  /** Visits what comes before a run, and that; returns what comes behind. */
  private int forEachRange(long[] tabled, int from, Run run, RangeVisitor visitor) {
    if (!run.isChanged()) {
      return from;
    }
    int behind = ~Arrays.binarySearch(tabled, run.low); // whose rowids are not in the table
    forEachRange(tabled, from, behind, visitor);
    visit(run.low, run.high, run.state, visitor);
    return behind;
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
