package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.sql.vector.Batch;
import org.braiddb.sql.vector.VectorExpr;
import org.jspecify.annotations.Nullable;

/**
 * Computes result columns for many rows of a table together, before they are asked for: what {@link
 * Project} gives row by row. Only where the transaction only reads, since else whoever takes the
 * rows could change the table meanwhile.
 *
 * <p>More and more rows are looked at together, as the first may be all that are taken.
 */
final class BlockProject extends RowStream implements RunState {
  private static final long FIRST_DISTANCE = 16;

  private final Project alone;
  private final BlockScan blocks;

  /** The result columns; null where they cannot be computed together. */
  private final VectorExpr @Nullable [] columns;

  private boolean begun;

  /** Whether rows are looked at together in this run. */
  private boolean together;

  /** How far the rowids of the next of these may be from each other. */
  private long distance;

  /** The present one of the rows looked at together, and how many these are. */
  private int at;

  private int count;

  /** Whether their columns are computed. */
  private boolean computed;

  /**
   * @param blocks gives the same rows
   */
  BlockProject(Project alone, BlockScan blocks, VectorExpr @Nullable [] columns) {
    super(alone.row());
    this.alone = alone;
    this.blocks = blocks;
    this.columns = columns;
  }

  @Override
  void limit(long rows) {
    alone.limit(rows);
  }

  @Override
  void open(Frame frame) {
    endRun();
    alone.open(frame);
  }

  @Override
  boolean skip(Frame frame, long rows) {
    return begun ? super.skip(frame, rows) : alone.skip(frame, rows);
  }

  @Override
  boolean next(Frame frame) {
    if (at + 1 < count) {
      at++;
      take(frame);
      return true;
    }
    if (!begun) {
      begin(frame);
    }
    return together ? find(frame) : alone.next(frame);
  }

  private void begin(Frame frame) {
    begun = true;
    together = blocks.onlyReads(frame);
    if (together) {
      blocks.goOn(frame);
      distance = FIRST_DISTANCE;
    }
  }

  /** Moves to the first of the next rows. */
  private boolean find(Frame frame) {
    computed = false;
    count = 0;
    at = 0;
    while (blocks.next(frame, distance)) {
      distance = Math.max(distance, 2 * distance); // stays where it would become negative
      count = blocks.batch().count();
      if (count > 0) {
        computed = compute();
        take(frame);
        return true;
      }
    }
    return false;
  }

  private boolean compute() {
    VectorExpr[] all = columns;
    if (all == null || !blocks.isVector()) {
      return false;
    }
    Batch batch = blocks.batch();
    boolean done = batch.locateAll();
    for (int i = 0; done && i < all.length; i++) {
      done = all[i].evaluate(batch);
    }
    if (!done) {
      blocks.decline();
    }
    return done;
  }

  private void take(Frame frame) {
    VectorExpr[] all = columns;
    if (computed && all != null) {
      Cell[] row = row();
      for (int i = 0; i < all.length; i++) {
        all[i].values().load(at, row[i]);
      }
    } else {
      blocks.turnTo(at);
      alone.compute(frame);
    }
  }

  @Override
  public void endRun() {
    if (together) {
      blocks.end();
    }
    begun = false;
    together = false;
    computed = false;
    count = 0;
    at = 0;
  }
}
