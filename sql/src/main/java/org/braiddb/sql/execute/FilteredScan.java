package org.braiddb.sql.execute;

/**
 * The rows of a table in a join that meet some conditions: decided for a batch at a time, where the
 * run only reads, so that rows stay as they are while the rest of the join is on them.
 */
final class FilteredScan extends Loop implements RunState {
  /** The first batch is small: perhaps no more rows are wanted. Each next is up to twice as far. */
  private static final long FIRST_DISTANCE = 8;

  private final TableScan scan;
  private final Evaluator[] conditions;
  private final BlockScan blocks;
  private boolean begun;
  private boolean together;
  private long distance;

  /** How far the first batch of the next pass goes: as far as the last pass came. */
  private long first = FIRST_DISTANCE;

  /** Which of the rows of the batch is the present one, and how many there are. */
  private int at;

  private int count;

  /**
   * @param conditions decide the same as the blocks, row by row; they cannot fail
   */
  FilteredScan(TableScan scan, Evaluator[] conditions, BlockScan blocks) {
    this.scan = scan;
    this.conditions = conditions;
    this.blocks = blocks;
  }

  @Override
  void open(Frame frame) {
    scan.open(frame);
    begun = false;
    at = 0;
    count = 0;
  }

  @Override
  boolean next(Frame frame) {
    if (!begun) {
      begun = true;
      together = blocks.onlyReads(frame);
      if (together) {
        blocks.goOn(frame);
        distance = first;
      }
    }
    return together ? nextOfBatch(frame) : nextAlone(frame);
  }

  private boolean nextOfBatch(Frame frame) {
    at++;
    while (at >= count) {
      if (!blocks.next(frame, distance)) {
        count = 0;
        first = distance;
        return false;
      }
      distance = Math.max(distance, 2 * distance); // stays where it would become negative
      at = 0;
      count = blocks.batch().count();
    }
    blocks.turnTo(at);
    return true;
  }

  private boolean nextAlone(Frame frame) {
    while (scan.next(frame)) {
      if (NestedLoops.allHold(conditions, frame)) {
        return true;
      }
    }
    return false;
  }

  @Override
  void setAbsent() {
    scan.setAbsent();
  }

  @Override
  public void endRun() {
    begun = false;
    at = 0;
    count = 0;
    first = FIRST_DISTANCE;
    blocks.end();
  }
}
