package org.braiddb.sql;

/**
 * How the transactions that a {@link TransactionRunner} ran on one connection have fared lately,
 * and so whether the next had better wait for its turn from the beginning.
 *
 * <p>Where concurrent ones keep losing, every loss costs a run and a wait for the winner's force;
 * taking turns is faster for everybody then. So a while of turns follows, four times as long each
 * time; after it one concurrent run shows whether that is still so.
 *
 * <p>Where work is brief, a turn costs others less than what a concurrent transaction does under
 * the same lock at its COMMIT.
 *
 * <p>Used by one thread at a time, as its connection is.
 */
final class RecentRuns {
  private static final int LONGEST_WHILE = 64;

  /** A run counts for a sixteenth of the average of logarithms. */
  private static final int WEIGHT = 16;

  /** What a run counts at least and at most, in limits of brief work. */
  private static final double LEAST_COUNTED = 1.0 / 8;

  private static final double MOST_COUNTED = 1024;

  /** What a run counts that changed nothing, and what stands for those before the first. */
  private static final double NOT_BRIEF = 8;

  /**
   * How much longer work takes in a concurrent transaction than in a turn: its pages are copied,
   * its claims noted down, others run beside it, and more code has to be compiled. Taken as it is,
   * it would never be found brief by those who would be if they took turns.
   */
  private static final double COST_OF_CONCURRENCY = 4;

  /** Work that was brief is so until it takes twice the limit: the logarithm of that. */
  private static final double TOLERANCE = Math.log(2);

  private int turns;
  private int left;

  /** How long the last work took that came to its end; 0 where none has. */
  private long workNanos;

  /**
   * The average of the logarithms of recent work, in limits of brief work. Of logarithms, since
   * where there are more threads than processors some run in sixteen is held up by the scheduler
   * for a hundred times as long as it would take: that must not hide how long the others take.
   */
  private double averageLogarithm = Math.log(NOT_BRIEF);

  private boolean brief;

  /** Whether the next run had better wait for its turn from the beginning, because others lost. */
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

  /**
   * Work has come to its end, COMMIT not counted.
   *
   * @param wrote whether it has changed rows; who only reads must not keep a writer waiting
   * @param concurrent whether that was in a concurrent transaction
   * @param briefNanos how long brief work takes in a turn; 0 where none is
   */
  void worked(long nanos, boolean wrote, boolean concurrent, long briefNanos) {
    workNanos = Math.max(1, nanos);
    double inTurn = concurrent ? workNanos / COST_OF_CONCURRENCY : workNanos;
    double limits = wrote ? inTurn / Math.max(1, briefNanos) : NOT_BRIEF;
    double counted = Math.log(Math.clamp(limits, LEAST_COUNTED, MOST_COUNTED));
    averageLogarithm += (counted - averageLogarithm) / WEIGHT;
    brief = averageLogarithm < (brief ? TOLERANCE : 0);
  }

  /** Whether recent work was so brief that taking turns from the beginning is better. */
  boolean brief() {
    return brief;
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
