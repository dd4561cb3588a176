package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.jspecify.annotations.Nullable;

/** IN over lists and queries. */
final class InEvaluators {
  private InEvaluators() {}

  private static int result(boolean negated, int truth) {
    return negated && truth != Evaluator.UNKNOWN ? Evaluator.TRUE - truth : truth;
  }

  /** A value in a set that is computed once in a run. */
  static final class InSet extends Condition {
    private final boolean negated;
    private final Evaluator value;
    private final ValueSet set;

    InSet(boolean negated, Evaluator value, ValueSet set) {
      this.negated = negated;
      this.value = value;
      this.set = set;
    }

    @Override
    int truth(Frame frame) {
      set.prepare(frame);
      return result(negated, member(frame));
    }

    private int member(Frame frame) {
      if (set.isEmpty()) {
        return FALSE;
      }
      if (value.eval(frame) == Cell.NULL) {
        return UNKNOWN;
      }
      if (set.contains(frame)) {
        return TRUE;
      }
      return set.hasNull() ? UNKNOWN : FALSE;
    }
  }

  /** A value among a few that are compared one after the other. */
  static final class InFew extends Condition {
    private final boolean negated;
    private final Evaluator value;
    private final Evaluator[] list;
    private final ComparisonRule rule;
    private final Cell saved = new Cell();
    private final Cell compared = new Cell();

    InFew(boolean negated, Evaluator value, Evaluator[] list, ComparisonRule rule) {
      this.negated = negated;
      this.value = value;
      this.list = list;
      this.rule = rule;
    }

    @Override
    int truth(Frame frame) {
      return result(negated, member(frame));
    }

    private int member(Frame frame) {
      if (list.length == 0) {
        return FALSE;
      }
      if (value.eval(frame) == Cell.NULL) {
        return UNKNOWN;
      }
      saved.copyFrom(frame);
      int truth = FALSE;
      for (Evaluator element : list) {
        if (element.eval(frame) == Cell.NULL) {
          truth = UNKNOWN;
          continue;
        }
        compared.copyFrom(saved);
        ComparisonAffinity.apply(rule.affinity(), compared, frame);
        if (ValueComparator.compare(compared, frame, rule.collation()) == 0) {
          return TRUE;
        }
      }
      return truth;
    }
  }

  /** Several values among the rows of a query that stay the same in a run. */
  static final class InRowSet extends Condition {
    private final boolean negated;
    private final Evaluator[] values;
    private final RowSet set;

    /** Compares row by row, where NULLs are among them. */
    private final InRows unknown;

    InRowSet(boolean negated, Evaluator[] values, RowSet set, InRows unknown) {
      this.negated = negated;
      this.values = values;
      this.set = set;
      this.unknown = unknown;
    }

    @Override
    int truth(Frame frame) {
      return switch (set.find(values, frame)) {
        case THERE -> negated ? FALSE : TRUE;
        case NOT_THERE -> negated ? TRUE : FALSE;
        case UNDECIDED -> unknown.truth(frame);
      };
    }
  }

  /**
   * Values among the rows of a query, compared row by row: where the query depends on the present
   * row, or where there are several values, and NULLs among them.
   */
  static final class InRows extends Condition implements RunState {
    private final boolean negated;
    private final Evaluator[] values;
    private final RowStream query;
    private final ComparisonRule[] rules;
    private final Cell[] saved;
    private final Cell left = new Cell();
    private final Cell right = new Cell();

    /** What the answer depends on, where that is known. */
    private final @Nullable OuterValues deciding;

    private int answer;

    /**
     * @param outer what the rows of the query depend on, where that is known
     */
    InRows(
        boolean negated,
        Evaluator[] values,
        RowStream query,
        ComparisonRule[] rules,
        Evaluator @Nullable [] outer) {
      this.negated = negated;
      this.values = values;
      this.query = query;
      this.rules = rules;
      saved = new Cell[values.length];
      for (int i = 0; i < saved.length; i++) {
        saved[i] = new Cell();
      }
      deciding = outer == null ? null : new OuterValues(withSaved(outer));
    }

    private Evaluator[] withSaved(Evaluator[] outer) {
      Evaluator[] all = Arrays.copyOf(outer, outer.length + saved.length);
      for (int i = 0; i < saved.length; i++) {
        all[outer.length + i] = new CellEvaluator(saved[i]);
      }
      return all;
    }

    @Override
    int truth(Frame frame) {
      for (int i = 0; i < values.length; i++) {
        values[i].eval(frame);
        saved[i].copyFrom(frame);
      }
      OuterValues all = deciding;
      if (all == null) {
        return result(negated, member(frame));
      }
      if (!all.isRepeated(frame)) {
        all.begin();
        answer = result(negated, member(frame));
        all.end();
      }
      return answer;
    }

    private int member(Frame frame) {
      int truth = FALSE;
      query.open(frame);
      while (query.next(frame)) {
        int equal = compare(query.row());
        if (equal == TRUE) {
          return TRUE;
        }
        if (equal == UNKNOWN) {
          truth = UNKNOWN;
        }
      }
      return truth;
    }

    @Override
    public void endRun() {
      if (deciding != null) {
        deciding.endRun();
      }
    }

    private int compare(Cell[] row) {
      int equal = TRUE;
      for (int i = 0; i < saved.length; i++) {
        if (saved[i].type == Cell.NULL || row[i].type == Cell.NULL) {
          equal = UNKNOWN;
          continue;
        }
        left.copyFrom(saved[i]);
        right.copyFrom(row[i]);
        ComparisonAffinity.apply(rules[i].affinity(), left, right);
        if (ValueComparator.compare(left, right, rules[i].collation()) != 0) {
          return FALSE;
        }
      }
      return equal;
    }
  }
}
