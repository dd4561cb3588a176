package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;

/**
 * Copies of rows that a run has looked up: joins with a small table look the same ones up again and
 * again. Given up for the rest of the run where they do not.
 *
 * <p>Of use only while the rows cannot change.
 */
final class RecentRows {
  /** A run that looks up fewer rows makes no copies. */
  private static final int LOOKUPS_ALONE = 32;

  /** After so many lookups, and again after as many, half of them must have found a copy. */
  private static final int TRIAL = 256;

  /** Each row has one place, by its rowid; what is there stays. */
  private static final int PLACES = RowBlock.CAPACITY;

  /** Longer rows are not copied. */
  private static final int LONGEST = 1 << 10;

  private static final int FIRST_ROOM = 4 << 10;
  private static final int LARGEST_ROOM = 64 << 10;

  private static final RowBlock NONE = new RowBlock();

  /** A place whose row has no bytes is free. */
  private RowBlock rows = NONE;

  private int room;
  private int used;
  private int lookups = -LOOKUPS_ALONE;
  private int found;
  private boolean givenUp;

  /** The copies. */
  RowBlock rows() {
    return rows;
  }

  /**
   * Looks for the copy of a row.
   *
   * @return its place among the {@link #rows}; negative where there is none
   */
  int find(long rowid) {
    if (givenUp || ++lookups <= 0) {
      return -1;
    }
    if (lookups > TRIAL) {
      givenUp = 2 * found < TRIAL;
      lookups = 1;
      found = 0;
    }
    int place = (int) rowid & PLACES - 1;
    if (rows == NONE || rows.sizes()[place] == 0 || rows.rowids()[place] != rowid) {
      return -1;
    }
    found++;
    return place;
  }

  /** The cursor is on a row that {@link #find} has not found. */
  void add(long rowid, Cursor cursor) {
    if (givenUp || lookups <= 0) {
      return;
    }
    if (rows == NONE) {
      rows = new RowBlock();
      rows.reserve(PLACES);
    }
    int place = (int) rowid & PLACES - 1;
    int size = cursor.payloadSize();
    if (rows.sizes()[place] != 0
        || size > Math.min(LONGEST, LARGEST_ROOM - used)
        || cursor.available() < size) {
      return;
    }
    if (size > room - used) {
      room = Math.min(LARGEST_ROOM, Math.max(FIRST_ROOM, 2 * (used + size)));
      rows.begin(Arrays.copyOf(rows.bytes(), room));
    }
    System.arraycopy(cursor.bytes(), cursor.offset(), rows.bytes(), used, size);
    rows.offsets()[place] = used;
    rows.sizes()[place] = size;
    rows.rowids()[place] = rowid;
    used += size;
  }

  void endRun() {
    rows = NONE;
    room = 0;
    used = 0;
    lookups = -LOOKUPS_ALONE;
    found = 0;
    givenUp = false;
  }
}
