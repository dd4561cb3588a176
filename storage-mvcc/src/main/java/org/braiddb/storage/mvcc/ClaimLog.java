package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What open savepoints have to take back of a transaction's claims, oldest first: the earlier state
 * of each changed key, and actions for the rest. Empty while no savepoint is open.
 */
final class ClaimLog {
  private static final int FIRST_CAPACITY = 16;
  private static final int ENTRY_BYTES = 17;

  private @Nullable Object[] targets = new Object[FIRST_CAPACITY];
  private long[] rowids = new long[FIRST_CAPACITY];
  private byte[] states = new byte[FIRST_CAPACITY];
  private int size;

  private int[] handles = new int[8];
  private int[] positions = new int[8];
  private int depth;

  long sizeBytes() {
    return (long) ENTRY_BYTES * targets.length;
  }

  /** The state of a rowid before it changes. */
  void push(RowidChanges changes, long rowid, byte state) {
    if (depth > 0) {
      add(changes, rowid, state);
    }
  }

  /** The state of a key before it changes. */
  void push(RecordChanges.Change change, byte state) {
    if (depth > 0) {
      add(change, 0, state);
    }
  }

  /** What takes something back. */
  void push(Runnable undo) {
    if (depth > 0) {
      add(undo, 0, NetChange.NONE);
    }
  }

  private void add(Object target, long rowid, byte state) {
    if (size == targets.length) {
      targets = Arrays.copyOf(targets, size * 2);
      rowids = Arrays.copyOf(rowids, size * 2);
      states = Arrays.copyOf(states, size * 2);
    }
    targets[size] = target;
    rowids[size] = rowid;
    states[size++] = state;
  }

  /** A mark is set. */
  void mark(int handle) {
    if (depth == handles.length) {
      handles = Arrays.copyOf(handles, depth * 2);
      positions = Arrays.copyOf(positions, depth * 2);
    }
    handles[depth] = handle;
    positions[depth++] = size;
  }

  /** Takes all since a mark back; marks after it end. */
  void rollbackTo(int handle) {
    int mark = indexOf(handle);
    while (size > positions[mark]) {
      size--;
      undo(targets[size], rowids[size], states[size]);
      targets[size] = null;
    }
    depth = mark + 1;
  }

  private static void undo(@Nullable Object target, long rowid, byte state) {
    if (target instanceof RowidChanges changes) {
      changes.put(rowid, state);
    } else if (target instanceof RecordChanges.Change change) {
      change.state = state;
    } else if (target instanceof Runnable action) {
      action.run();
    }
  }

  /** A mark and all after it end. */
  void release(int handle) {
    depth = indexOf(handle);
    if (depth == 0 && size > 0) {
      if (size > 1024) {
        targets = new Object[FIRST_CAPACITY];
        rowids = new long[FIRST_CAPACITY];
        states = new byte[FIRST_CAPACITY];
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
