package org.braiddb.sql.execute;

import org.braiddb.sql.program.ReadyRows;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.vector.Batch;
import org.braiddb.sql.vector.Vector;
import org.braiddb.sql.vector.VectorExpr;
import org.jspecify.annotations.Nullable;

/**
 * Computes result columns for many rows of a table together, before they are asked for: what {@link
 * Project} gives row by row. Only where the transaction only reads, since else whoever takes the
 * rows could change the table meanwhile.
 *
 * <p>More and more rows are looked at together, as the first may be all that are taken; so many at
 * once as the run before took. Where it took few, and it is not conditions that are decided so, the
 * first rows are computed one by one.
 */
final class BlockProject extends RowStream implements RunState {
  private static final long FIRST_DISTANCE = 16;

  /** So many rows, and fewer, are few. */
  private static final int FEW = 4;

  private final Project alone;
  private final BlockScan blocks;

  /** The result columns; null where they cannot be computed together. */
  private final VectorExpr @Nullable [] columns;

  /** Whether conditions are decided with the columns. */
  private final boolean decides;

  /** Whether a run has begun, and not ended yet. */
  private boolean opened;

  /** How many rows the next run gives at most, and how many the present one has yet to find. */
  private long most = Long.MAX_VALUE;

  private long left;

  /** How many rows the run before took. */
  private long usual;

  /** How many this one took before those that were found last. */
  private long taken;

  /** How many of the next are to be computed one by one. */
  private int aloneLeft;

  private boolean begun;

  /** Whether rows are looked at together in this run. */
  private boolean together;

  /** How far the rowids of the next of these may be from each other. */
  private long distance;

  private Found found;

  /** The rows that were looked at together last, and which of them is the present one. */
  private static final class Found implements ReadyRows {
    private final Vector[] values;
    private int at;
    private int count;

    /** Whether their columns are computed. */
    private boolean computed;

    Found(Vector[] values) {
      this.values = values;
    }

    /** The same rows. */
    Found(Found other) {
      this(other.values);
      at = other.at;
      count = other.count;
      computed = other.computed;
    }

    boolean move() {
      int next = at + 1;
      if (next >= count) {
        return false;
      }
      at = next;
      return true;
    }

    /** Moves on by so many rows, or to the last; tells how many these were. */
    long pass(long rows) {
      long passed = Math.min(rows, Math.max(0, count - 1 - at));
      at += (int) passed;
      return passed;
    }

    /** How many of them were taken. */
    int taken() {
      return Math.min(at + 1, count);
    }

    void set(int newCount, boolean areComputed) {
      at = 0;
      count = newCount;
      computed = areComputed;
    }

    @Override
    public boolean next() {
      return computed && move();
    }

    @Override
    public boolean has(int column) {
      return computed && column >= 0 && column < values.length;
    }

    @Override
    public byte type(int column) {
      return values[column].type(at);
    }

    @Override
    public long integer(int column) {
      return values[column].toInteger(at);
    }

    @Override
    public double real(int column) {
      return values[column].toReal(at);
    }

    @Override
    public Cell value(int column) {
      return values[column].cell(at);
    }
  }

  /**
   * @param blocks gives the same rows
   * @param decides whether it has conditions to decide
   */
  BlockProject(Project alone, BlockScan blocks, VectorExpr @Nullable [] columns, boolean decides) {
    super(alone.row());
    this.alone = alone;
    this.blocks = blocks;
    this.columns = columns;
    this.found = new Found(valuesOf(columns));
    this.decides = decides;
  }

  private static Vector[] valuesOf(VectorExpr @Nullable [] columns) {
    Vector[] values = new Vector[columns == null ? 0 : columns.length];
    for (int i = 0; columns != null && i < columns.length; i++) {
      values[i] = columns[i].values();
    }
    return values;
  }

  @Override
  void limit(long rows) {
    most = rows;
    alone.limit(rows);
  }

  @Override
  void open(Frame frame) {
    endRun();
    opened = true;
    left = most;
    most = Long.MAX_VALUE;
    aloneLeft = decides || usual > FEW ? 0 : FEW;
    alone.open(frame);
  }

  /**
   * Another object for each run, since who has those of an earlier one may be about to move in
   * them.
   */
  @Override
  @Nullable ReadyRows ready() {
    if (columns == null) {
      return null;
    }
    found = new Found(found);
    return found;
  }

  @Override
  @Nullable FoundTogether together(Frame frame) {
    begin(frame);
    return together ? blocks.together(frame) : null;
  }

  @Override
  boolean skip(Frame frame, long rows) {
    if (decides && !begun) {
      begin(frame);
    }
    if (!together) {
      left -= rows;
      return alone.skip(frame, rows);
    }
    long behind = rows - found.pass(rows);
    while (behind > 0) {
      if (left <= 0 || !find(frame)) {
        return false;
      }
      behind -= 1 + found.pass(behind - 1);
    }
    return true;
  }

  @Override
  boolean next(Frame frame) {
    if (found.move()) {
      take(frame);
      return true;
    }
    if (left <= 0) {
      return false;
    }
    if (aloneLeft > 0) {
      aloneLeft--;
      left--;
      taken++;
      return alone.next(frame);
    }
    if (!begun) {
      begin(frame);
    }
    return together ? find(frame) : alone.next(frame);
  }

  @Override
  long count(Frame frame) {
    boolean all = !decides && !begun && left == Long.MAX_VALUE;
    return all ? alone.count(frame) : super.count(frame);
  }

  private void begin(Frame frame) {
    begun = true;
    together = blocks.onlyReads(frame);
    if (together) {
      blocks.goOn(frame);
      distance = Math.max(FIRST_DISTANCE, usual);
    }
  }

  /** Moves to the first of the next rows. */
  private boolean find(Frame frame) {
    taken += found.count;
    found.set(0, false);
    // Without conditions rows that are not further apart are not more, either.
    while (blocks.next(frame, decides ? distance : Math.min(distance, left - 1))) {
      distance = Math.max(distance, 2 * distance); // stays where it would become negative
      int count = (int) Math.min(blocks.batch().count(), left);
      if (count > 0) {
        left -= count;
        found.set(count, compute());
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
    if (found.computed) {
      Cell[] row = row();
      for (int i = 0; i < row.length; i++) {
        found.values[i].load(found.at, row[i]);
      }
    } else {
      blocks.turnTo(found.at);
      alone.compute(frame);
    }
  }

  @Override
  public void endRun() {
    if (opened) {
      opened = false;
      usual = taken + found.taken();
      taken = 0;
    }
    if (together) {
      blocks.end();
    }
    begun = false;
    together = false;
    found.set(0, false);
  }
}
