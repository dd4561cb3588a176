package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** Queries as values and conditions. */
final class SubqueryEvaluators {
  private SubqueryEvaluators() {}

  /** A column of the first row; computed once in a run where it cannot change. */
  static final class Scalar extends Evaluator implements RunState {
    private final RowStream query;
    private final int column;
    private final boolean dependent;
    private final @Nullable OuterValues outer;
    private final Cell result = new Cell();
    private boolean computed;

    /**
     * @param outer what the result depends on, where that is known
     */
    Scalar(RowStream query, int column, boolean dependent, @Nullable OuterValues outer) {
      this.query = query;
      this.column = column;
      this.dependent = dependent;
      this.outer = outer;
    }

    @Override
    public byte eval(Frame frame) {
      OuterValues deciding = outer;
      if (!computed && (deciding == null || !deciding.isRepeated(frame))) {
        if (deciding != null) {
          deciding.begin();
        }
        query.open(frame);
        if (query.next(frame)) {
          result.copyFrom(query.row()[column]);
        } else {
          result.setNull();
        }
        if (deciding != null) {
          result.own();
          deciding.end();
        } else if (!dependent) {
          result.own();
          computed = true;
        }
      }
      frame.copyFrom(result);
      return frame.type;
    }

    @Override
    public void endRun() {
      computed = false;
      result.release();
      if (outer != null) {
        outer.endRun();
      }
    }
  }

  /** Whether a query has a row. */
  static final class Exists extends Condition implements RunState {
    private final RowStream query;
    private final boolean dependent;
    private final @Nullable OuterValues outer;
    private boolean computed;
    private int answer;

    /**
     * @param outer what the answer depends on, where that is known
     */
    Exists(RowStream query, boolean dependent, @Nullable OuterValues outer) {
      this.query = query;
      this.dependent = dependent;
      this.outer = outer;
    }

    @Override
    int truth(Frame frame) {
      OuterValues deciding = outer;
      if (!computed && (deciding == null || !deciding.isRepeated(frame))) {
        if (deciding != null) {
          deciding.begin();
        }
        query.open(frame);
        answer = query.next(frame) ? TRUE : FALSE;
        computed = !dependent;
        if (deciding != null) {
          deciding.end();
        }
      }
      return answer;
    }

    @Override
    public void endRun() {
      computed = false;
      if (outer != null) {
        outer.endRun();
      }
    }
  }
}
