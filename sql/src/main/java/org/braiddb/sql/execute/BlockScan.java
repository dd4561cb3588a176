package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.vector.Batch;
import org.braiddb.sql.vector.VectorCompiler;
import org.braiddb.sql.vector.VectorCondition;
import org.braiddb.sql.vector.VectorExpr;
import org.braiddb.sql.vector.VectorSelection;
import org.braiddb.storage.RowBlock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that meet some conditions, a batch at a time: what a loop of {@link TreeScan}
 * gives row by row, in the same order. For those who take in all rows in one go, since the rows of
 * a batch do not outlive changes of the table.
 *
 * <p>After {@link #next} the rows left in {@link #batch} are to be looked at: as vectors where
 * {@link #isVector} holds, or one by one after {@link #turnTo}.
 */
final class BlockScan {
  /** So many batches may decline, and a quarter of all; beyond that the run tries no more. */
  private static final int PATIENCE = 4;

  private final TreeScan scan;
  private final TreeCursor entries;
  private final Filter[] filters;
  private final Evaluator[] conditions;
  private final Batch batch;
  private final VectorCompiler.Parameters parameters;

  /** The columns of rows outside the scan that vectors use. */
  private final Evaluator[] outside;

  private int declined;
  private int batches;
  private boolean inBlock;
  private boolean vector;

  /** A condition on a batch; without the first of the two it is decided row by row. */
  private record Filter(@Nullable VectorCondition vector, Evaluator[] rows) {}

  private BlockScan(
      TreeScan scan,
      Filter[] filters,
      Evaluator[] conditions,
      Batch batch,
      VectorCompiler.Parameters parameters,
      Evaluator[] outside) {
    this.outside = outside;
    this.scan = scan;
    entries = scan.entries();
    this.filters = filters;
    this.conditions = conditions;
    this.batch = batch;
    this.parameters = parameters;
  }

  /** Puts one together: first what the batches must have is asked for, then all is made. */
  static final class Builder {
    private final TreeScan scan;
    private final List<BoundExpr> conditions;
    private final Function<List<BoundExpr>, Evaluator[]> evaluators;
    private final Function<List<BoundExpr>, Evaluator[]> values;
    private final VectorCompiler compiler;

    /**
     * @param evaluators makes what decides conditions row by row
     * @param values makes what computes values, each by itself
     */
    Builder(
        TreeScan scan,
        List<BoundExpr> conditions,
        Function<List<BoundExpr>, Evaluator[]> evaluators,
        Function<List<BoundExpr>, Evaluator[]> values,
        VectorCompiler compiler) {
      this.values = values;
      this.scan = scan;
      this.conditions = conditions;
      this.evaluators = evaluators;
      this.compiler = compiler;
    }

    /** Whether there is a vector of the expression; then {@link Built#vector} makes it. */
    boolean need(BoundExpr expr) {
      return compiler.need(expr);
    }

    /** Whether a condition can be decided; then {@link Built#selection} does. */
    boolean needCondition(BoundExpr condition) {
      return compiler.needCondition(condition);
    }

    /** Whether at least one of the conditions can be decided for whole batches. */
    boolean hasConditions() {
      return conditions.stream().anyMatch(compiler::needCondition);
    }

    /**
     * Whether all conditions can: then they use nothing but the row and cannot fail, but for a
     * pattern that is refused for each row, so that they may be decided before the row is asked
     * for.
     */
    boolean decidesAll() {
      return conditions.stream().allMatch(compiler::decidesAhead);
    }

    /** All is asked for. */
    Built build() {
      conditions.forEach(compiler::needCondition);
      return new Built(compiler.batch());
    }

    /** Makes the parts. */
    final class Built {
      private final Batch batch;

      private Built(Batch batch) {
        this.batch = batch;
      }

      VectorExpr vector(BoundExpr expr) {
        return compiler.compile(expr);
      }

      /** The rows for which a condition holds. */
      VectorSelection selection(BoundExpr condition) {
        return new VectorSelection(compiler.condition(condition));
      }

      /** The scan; the last part to be made. */
      BlockScan scan() {
        List<Filter> filters = new ArrayList<>();
        int at = 0;
        while (at < conditions.size()) {
          int end = at + 1;
          boolean together = compiler.needCondition(conditions.get(at));
          while (together
              && end < conditions.size()
              && compiler.needCondition(conditions.get(end))
              && ofOneValue(conditions.get(end - 1), conditions.get(end))) {
            end++;
          }
          List<BoundExpr> part = conditions.subList(at, end);
          filters.add(new Filter(together ? compiler.all(part) : null, evaluators.apply(part)));
          at = end;
        }
        return new BlockScan(
            scan,
            filters.toArray(Filter[]::new),
            evaluators.apply(conditions),
            batch,
            compiler.parameters(),
            values.apply(compiler.outside()));
      }

      /** Whether deciding both together saves computing their value twice. */
      private static boolean ofOneValue(BoundExpr first, BoundExpr second) {
        return first instanceof BoundExpr.Comparison one
            && second instanceof BoundExpr.Comparison other
            && one.left().equals(other.left());
      }
    }
  }

  void open(Frame frame) {
    scan.open(frame);
    forget();
    goOn(frame);
  }

  private void forget() {
    declined = 0;
    batches = 0;
  }

  /**
   * Begins with the row after the one that the scan, opened by somebody else, is on. What declined
   * before in this run counts on.
   */
  void goOn(Frame frame) {
    ExecutionContext context = frame.context();
    parameters.begin(context::parameter, context.functions());
    for (int i = 0; i < outside.length; i++) {
      outside[i].eval(frame);
      parameters.setOutside(i, frame);
    }
  }

  /** Moves to the next rows; false at the end. Perhaps none of them is left. */
  boolean next(Frame frame) {
    return next(frame, Long.MAX_VALUE);
  }

  /**
   * The same, but to no row that is further than a distance from the first: see {@link TreeScan}.
   */
  boolean next(Frame frame, long distance) {
    if (!scan.next(frame)) {
      return false;
    }
    int count = scan.show(batch.block(), distance);
    inBlock = count > 0;
    batches++;
    vector = inBlock && declined <= PATIENCE + batches / 4;
    batch.begin(Math.max(1, count));
    if (!inBlock) {
      entries.leaveBlock();
      filter(conditions, frame);
      return true;
    }
    frame.countRows(count);
    for (Filter filter : filters) {
      if (batch.count() == 0) {
        break;
      }
      VectorCondition condition = filter.vector();
      if (condition == null || !vector || !batch.filter(condition)) {
        if (condition != null && vector) {
          decline();
        }
        filter(filter.rows(), frame);
      }
    }
    return true;
  }

  private void filter(Evaluator[] all, Frame frame) {
    if (all.length > 0) {
      batch.filter(row -> {
        turnToRow(row);
        return NestedLoops.allHold(all, frame);
      });
    }
  }

  /** Whether the run that was begun only reads, so that rows stay as they are until it ends. */
  boolean onlyReads(Frame frame) {
    return entries.onlyReads(frame);
  }

  /** The rows, those that are left, for who takes them where they are. */
  FoundTogether together(Frame frame) {
    return new FoundTogether() {
      @Override
      public boolean next() {
        return BlockScan.this.next(frame);
      }

      @Override
      public boolean areShown() {
        return inBlock;
      }

      @Override
      public RowBlock block() {
        return batch.block();
      }

      @Override
      public int[] places() {
        return batch.rows();
      }

      @Override
      public int count() {
        return batch.count();
      }
    };
  }

  /** The rows, those that are left. */
  Batch batch() {
    return batch;
  }

  /** Whether the rows may be computed with as vectors. */
  boolean isVector() {
    return vector;
  }

  /** Says that a vector declined: these rows are looked at one by one. */
  void decline() {
    vector = false;
    declined++;
  }

  /** Ends a run: lets go of the table's bytes. */
  void end() {
    forget();
    entries.endBlock(batch.block());
  }

  /** Makes the k-th of the rows that are left the present one. */
  void turnTo(int k) {
    turnToRow(batch.row(k));
  }

  private void turnToRow(int row) {
    if (inBlock) {
      entries.turnTo(row);
    }
  }
}
