package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The compiled WHEN clause and statements of a trigger, over images of OLD and NEW of its own. Runs
 * for one row at a time.
 *
 * @param old what OLD is; null for INSERT
 * @param now what NEW is; null for DELETE
 * @param when null where there is no such clause
 */
record TriggerBody(
    StatementExpressions expressions,
    @Nullable RowImage old,
    @Nullable RowImage now,
    @Nullable RowExpression when,
    List<Step> steps) {
  /** A statement in a trigger. */
  sealed interface Step {
    /** Runs it. */
    void run(ChangeRun run);
  }

  /** A query, of which nobody sees the rows. */
  record Look(RowQuery query) implements Step {
    @Override
    public void run(ChangeRun run) {
      query.open();
      try {
        while (query.next()) {
          // Its expressions may raise something.
        }
      } finally {
        query.close();
      }
    }
  }

  /** A change. */
  record Change(ChangeAction action) implements Step {
    @Override
    public void run(ChangeRun run) {
      action.run(run);
      run.endStep();
    }
  }

  /** Runs it for a row. */
  void run(ChangeRun run, @Nullable RowImage before, @Nullable RowImage after) {
    take(old, before);
    take(now, after);
    expressions.forget();
    if (holds()) {
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).run(run);
      }
    }
  }

  private static void take(@Nullable RowImage image, @Nullable RowImage row) {
    if (image != null && row != null) {
      image.copyFrom(row);
    }
  }

  private boolean holds() {
    RowExpression condition = when;
    if (condition == null) {
      return true;
    }
    Cell holds = new Cell();
    condition.eval(holds);
    return holds.isTrue();
  }
}
