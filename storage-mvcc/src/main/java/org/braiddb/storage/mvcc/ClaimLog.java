package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What open savepoints have to take back of a transaction's claims, oldest first: how many changes
 * of records, or of rowids in order, stay, the earlier states of other rowids, and actions for the
 * rest. Empty while no savepoint is open.
 *
 * <p>Rowids that follow one another and had the same state are one entry. Statements mostly change
 * two rows by turns at most: a row and what a trigger writes, or one that goes and one that comes.
 */
final class ClaimLog {
  private static final int FIRST_CAPACITY = 4;
  private static final int FIRST_MARKS = 4;
  private static final int ENTRY_BYTES = 25;

  /** So many of the newest entries may go on with another rowid. */
  private static final int OPEN_ENTRIES = 2;

  private static final @Nullable Object[] NO_TARGETS = {};
  private static final int[] NO_MARKS = {};

  private @Nullable Object[] targets = NO_TARGETS;

  /** The first of the rowids; of changes of records, how many stay. */
  private long[] numbers = {};

  /** The last of the rowids. */
  private long[] lasts = {};

  /** The earlier states of rowids. */
  private byte[] states = {};

  private int size;

  private int[] handles = NO_MARKS;
  private int[] positions = NO_MARKS;
  private int depth;
  private int newestMark;

  long sizeBytes() {
    return (long) ENTRY_BYTES * targets.length;
  }

  /** Whether nothing that is claimed now will have to be taken back: no savepoint is open. */
  boolean isIdle() {
    return depth == 0;
  }

  /** Another number each time that a mark is set or the newest again. */
  int newestMark() {
    return newestMark;
  }

  /** The state of a rowid before it changes. */
  void push(RowidChanges changes, long rowid, byte state) {
    if (depth > 0 && !goesOn(changes, rowid, state)) {
      add(changes, rowid, state);
    }
  }

  /** Whether an entry since the newest mark has become one of this rowid as well. */
  private boolean goesOn(RowidChanges changes, long rowid, byte state) {
    int oldest = Math.max(positions[depth - 1], size - OPEN_ENTRIES);
    for (int i = size - 1; i >= oldest; i--) {
      if (targets[i] instanceof Runnable) {
        return false; // may take back this rowid's first change, and must then do so last
      }
      if (targets[i] == changes) {
        if (lasts[i] == rowid - 1 && states[i] == state && rowid != Long.MIN_VALUE) {
          lasts[i] = rowid;
          return true;
        }
        if (numbers[i] <= rowid && rowid <= lasts[i]) {
          return false; // taken back after this change, so none before it may stand for this one
        }
      }
    }
    return false;
  }

  /** How many changes are noted of a tree before the first since the newest mark. */
  void push(RecordChanges changes, int noted) {
    if (depth > 0) {
      add(changes, noted, NetChange.NONE);
    }
  }

  /** What takes something back. */
  void push(Runnable undo) {
    if (depth > 0) {
      add(undo, 0, NetChange.NONE);
    }
  }

  private void add(Object target, long number, byte state) {
    if (size == targets.length) {
      int capacity = Math.max(FIRST_CAPACITY, size * 2);
      targets = Arrays.copyOf(targets, capacity);
      numbers = Arrays.copyOf(numbers, capacity);
      lasts = Arrays.copyOf(lasts, capacity);
      states = Arrays.copyOf(states, capacity);
    }
    targets[size] = target;
    numbers[size] = number;
    lasts[size] = number;
    states[size++] = state;
  }

  /** A mark is set. */
  void mark(int handle) {
    if (depth == handles.length) {
      handles = Arrays.copyOf(handles, Math.max(FIRST_MARKS, depth * 2));
      positions = Arrays.copyOf(positions, Math.max(FIRST_MARKS, depth * 2));
    }
    handles[depth] = handle;
    positions[depth++] = size;
    newestMark++;
  }

  /** Takes all since a mark back; marks after it end. */
  void rollbackTo(int handle) {
    int mark = indexOf(handle);
    while (size > positions[mark]) {
      size--;
      undo(size);
      targets[size] = null;
    }
    depth = mark + 1;
    newestMark++;
  }

  private void undo(int entry) {
    @Nullable Object target = targets[entry];
    if (target instanceof RowidChanges changes) {
      for (long i = lasts[entry] - numbers[entry]; i >= 0; i--) {
        changes.takeBack(numbers[entry] + i, states[entry]);
      }
    } else if (target instanceof RecordChanges changes) {
      changes.takeBackTo((int) numbers[entry]);
    } else if (target instanceof Runnable action) {
      action.run();
    }
  }

  /** A mark and all after it end. */
  void release(int handle) {
    depth = indexOf(handle);
    if (depth == 0 && size > 0) {
      if (size > 1024) {
        targets = NO_TARGETS;
        numbers = new long[0];
        lasts = new long[0];
        states = new byte[0];
      } else {
        Arrays.fill(targets, 0, size, null);
      }
      size = 0;
    }
  }

  private int indexOf(int handle) {
    int index = depth - 1;
    while (index > 0 && handles[index] != handle) {
      index--;
    }
    assert index >= 0 && handles[index] == handle : "savepoint " + handle;
    return index;
  }
}
