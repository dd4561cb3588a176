package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** Queries as values and conditions. */
final class SubqueryEvaluators {
  private SubqueryEvaluators() {}

  /** A column of the first row; computed once in a run where it cannot change. */
  static final class Scalar extends Evaluator implements RunState {
    private final RowStream query;
    private final int column;
    private final boolean dependent;
    private final Cell result = new Cell();
    private boolean computed;

    Scalar(RowStream query, int column, boolean dependent) {
      this.query = query;
      this.column = column;
      this.dependent = dependent;
    }

    @Override
    public byte eval(Frame frame) {
      if (!computed) {
        query.open(frame);
        if (query.next(frame)) {
          result.copyFrom(query.row()[column]);
        } else {
          result.setNull();
        }
        if (!dependent) {
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
    }
  }

  /** Whether a query has a row. */
  static final class Exists extends Condition implements RunState {
    private final RowStream query;
    private final boolean dependent;
    private boolean computed;
    private int answer;

    Exists(RowStream query, boolean dependent) {
      this.query = query;
      this.dependent = dependent;
    }

    @Override
    int truth(Frame frame) {
      if (!computed) {
        query.open(frame);
        answer = query.next(frame) ? TRUE : FALSE;
        computed = !dependent;
      }
      return answer;
    }

    @Override
    public void endRun() {
      computed = false;
    }
  }
}
