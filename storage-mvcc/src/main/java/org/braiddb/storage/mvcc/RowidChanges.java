package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/** Changes of a table tree: open addressing, since rows are changed far more often than read. */
final class RowidChanges extends TreeChanges {
  private static final byte[] NO_RECORD = {};
  private static final int FIRST_CAPACITY = 4;

  /** State of a slot whose key was used and is {@link NetChange#NONE} again. */
  private static final byte UNKNOWN = 8;

  private long[] rowids = new long[FIRST_CAPACITY];
  private byte[] states = new byte[FIRST_CAPACITY];
  private int used;

  /** The changed rowids, ascending; null where they are not known. */
  private long @Nullable [] sorted;

  RowidChanges(Tree tree) {
    super(tree, KeyOrdering.Rowids.ORDER);
  }

  /** The change of a rowid, or {@link NetChange#NONE}. */
  byte get(long rowid) {
    byte state = states[slot(rowid)];
    return state == UNKNOWN ? NetChange.NONE : state;
  }

  /** Sets the change of a rowid; {@link NetChange#NONE} forgets it. */
  void put(long rowid, byte state) {
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
  }

  @Override
  boolean hasChange() {
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
    for (long rowid : changed()) {
      visitor.visit(rowid, NO_RECORD, get(rowid));
    }
  }

  @Override
  byte state(Object key) {
    return get((long) key);
  }

  @Override
  boolean anyWithin(Object low, Object high, KeyTest test) {
    long[] all = changed();
    int found = Arrays.binarySearch(all, (long) low);
    for (int i = found < 0 ? ~found : found; i < all.length && all[i] <= (long) high; i++) {
      if (test.test(all[i], get(all[i]))) {
        return true;
      }
    }
    return false;
  }

  /** The largest rowid that is there now, of those changed; the least possible where none is. */
  long largestPresent() {
    long largest = Long.MIN_VALUE;
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
    return used;
  }

  @Override
  int rangeCount() {
    int[] count = new int[1];
    forEachRange((low, high, record, state) -> count[0]++);
    return count[0];
  }

  @Override
  void forEachRange(RangeVisitor visitor) {
    long[] changed = changed();
    int next;
    for (int first = 0; first < changed.length; first = next) {
      byte state = get(changed[first]);
      next = first + 1;
      while (next < changed.length
          && changed[next] == changed[next - 1] + 1
          && get(changed[next]) == state) {
        next++;
      }
      Long low = changed[first];
      Long high = next == first + 1 ? low : Long.valueOf(changed[next - 1]);
      visitor.visit(low, high, NO_RECORD, state);
    }
  }
}
