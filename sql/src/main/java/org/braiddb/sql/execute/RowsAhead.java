package org.braiddb.sql.execute;

import org.braiddb.storage.CorruptException;

/**
 * Tells a table's cursor which rows will be looked up next, some dozens at a time, so that the
 * memory they lie in is waited for together: looks ahead with a cursor of its own in the source
 * that the rowids come from.
 *
 * <p>It is advice, and changes nothing that is read. It is not given for the first rows of a run,
 * which may be all that is wanted, unless LIMIT says how many are; nor where other transactions
 * could be disturbed by what is read in vain: only in those that only read.
 */
abstract class RowsAhead implements RunState {
  private static final int ROWS_ALONE = 4;
  private static final int FIRST_WINDOW = 8;
  private static final int LARGEST_WINDOW = 32;

  /** Rows whose rowids are so near each other are mostly in one leaf. */
  private static final int NEAR = 8;

  /** How many rows are passed, where it is of no use, before it is tried again. */
  private static final int SHORTEST_REST = 32;

  private static final int LONGEST_REST = 4096;

  private final TreeCursor table;
  private final long[] rowids = new long[LARGEST_WINDOW];

  /** How many rows the run has passed since it began, as long as no window was made. */
  private int alone;

  /** How many rows the run passes before the first window is made. */
  private int rowsAlone;

  /** The size of the next window. */
  private int window;

  /** How many rows were passed before the next window since the one before. */
  private int passedBefore;

  /** How many rows of the present window are still to come. */
  private int left;

  /** How many rows will be passed without a window if the next one turns out to be of no use. */
  private int rest = SHORTEST_REST;

  /** How many of these are still to be passed, in later scans and runs as well. */
  private int resting;

  private boolean begun;
  private boolean wanted;

  /** How many rows the run will want at most. */
  private long rowsWanted = Long.MAX_VALUE;

  private long passed;

  /** The {@link #pass} that it has to do with. */
  private long present;

  /**
   * @param table where the rows are looked up
   */
  RowsAhead(TreeCursor table) {
    this.table = table;
  }

  /** At most so many rows will be wanted of the scans that begin from now on. */
  final void limit(long rows) {
    rowsWanted = rows;
    passed = 0;
  }

  /** Another number for each scan of the source that the rowids come from. */
  abstract long pass();

  /** The source has moved on by so many rows, which are not looked up. */
  final void skip(long rows) {
    restart();
    passed += rows;
  }

  private void restart() {
    left = 0;
    alone = 0;
    boolean limited = rowsWanted < Long.MAX_VALUE;
    rowsAlone = limited ? 0 : ROWS_ALONE;
    passedBefore = rowsAlone;
    window = limited ? LARGEST_WINDOW : FIRST_WINDOW;
    begun = false;
  }

  /** The source is on its next row, which will be looked up. */
  final void advance(Frame frame) {
    passed++;
    if (present != pass()) {
      present = pass();
      restart();
    }
    if (resting > 0) {
      resting--;
    } else if (left > 0) {
      left--;
    } else if (alone < rowsAlone) {
      alone++;
    } else {
      look(frame);
    }
  }

  private void look(Frame frame) {
    if (!begun) {
      wanted = table.onlyReads(frame);
    }
    int most = (int) Math.min(window, rowsWanted - passed + 1);
    if (!wanted || most < 2) {
      left = Integer.MAX_VALUE;
      return;
    }
    int count = collected(most, frame);
    begun = true;
    window = Math.min(2 * window, LARGEST_WINDOW);
    if (count == 0) {
      left = Integer.MAX_VALUE;
      return;
    }
    if (lieTogether(count) || !table.open(frame).expect(rowids, count)) {
      resting = rest;
      passedBefore = resting;
      rest = Math.min(2 * rest, LONGEST_REST);
      begun = false;
      return;
    }
    rest = SHORTEST_REST;
    left = count - 1;
    passedBefore = count;
  }

  /** Whether most of the collected rows are in the leaf of the one before. */
  private boolean lieTogether(int count) {
    long near = 0;
    for (int i = 1; i < count; i++) {
      near += Math.abs(rowids[i] - rowids[i - 1]) <= NEAR ? 1 : 0;
    }
    return 2 * near >= count;
  }

  private int collected(int most, Frame frame) {
    try {
      return isWorthwhile(passedBefore) ? collect(rowids, most, !begun, frame) : 0;
    } catch (CorruptException e) {
      return 0; // the scan itself will come there, if all rows before are wanted
    }
  }

  /**
   * Whether most of the rows passed since this was last asked have been looked up.
   *
   * @param rows how many have been passed
   */
  boolean isWorthwhile(int rows) {
    assert rows >= 0;
    return true;
  }

  /**
   * Collects the rowids of the source's present row and of those that follow it; any number where
   * one has none.
   *
   * @param first whether this is the first call of the {@link #pass}; else the present row follows
   *     the last one collected
   * @return how many; 0 for none any more
   */
  abstract int collect(long[] into, int most, boolean first, Frame frame);

  @Override
  public void endRun() {
    restart();
    passed = 0;
    rowsWanted = Long.MAX_VALUE;
  }
}
