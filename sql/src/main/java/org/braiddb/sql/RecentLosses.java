package org.braiddb.sql;

/**
 * How the concurrent transactions of one connection have fared lately. Where they keep losing,
 * every loss costs a run and a wait for the winner's force; taking turns is faster for everybody
 * then. So a while of turns follows, four times as long each time; after it one concurrent run
 * shows whether that is still so.
 *
 * <p>Used by one thread at a time, as its connection is.
 */
final class RecentLosses {
  private static final int LONGEST_WHILE = 64;

  private int turns;
  private int left;

  /** How long the last work took that came to its end; 0 where none has. */
  private long workNanos;

  /** Whether the next run had better wait for its turn from the beginning. */
  boolean takesTurn() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  /** How often a run may lose before it takes its turn: less often where others have lost. */
  int attempts(int wanted) {
    return turns == 0 ? wanted : Math.min(wanted, 1);
  }

  /** A run has lost as often as it may. */
  void lost() {
    turns = Math.clamp(turns * 4L, 1, LONGEST_WHILE);
    left = turns;
  }

  /**
   * A run was committed at its first attempt, a concurrent one. A loss costs several times what a
   * turn does, so one win does not outweigh it: a long while grows where one run in ten is lost.
   */
  void won() {
    turns -= (turns + 15) / 16;
  }

  /** Work has come to its end, COMMIT not counted. */
  void worked(long nanos) {
    workNanos = Math.max(1, nanos);
  }

  /**
   * How long such work takes.
   *
   * @param nanos from its beginning to its loss, with the wait for the winner's force
   */
  long workNanos(long nanos) {
    return workNanos == 0 ? nanos : Math.min(workNanos, nanos);
  }
}
