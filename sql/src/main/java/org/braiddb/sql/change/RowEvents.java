package org.braiddb.sql.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens beside the change of a row.
 *
 * @param before what fires before it: BEFORE or INSTEAD OF triggers
 * @param after what fires after it
 * @param returning what the statement shows of it; null where nothing
 */
record RowEvents(
    List<TriggerProgram> before, List<TriggerProgram> after, @Nullable Returning returning) {
  /** Nothing happens. */
  static final RowEvents NONE = new RowEvents(List.of(), List.of(), null);

  /** Whether any trigger fires. */
  boolean hasTriggers() {
    return !before.isEmpty() || !after.isEmpty();
  }

  /** Whether anybody looks at the row. */
  boolean isEmpty() {
    return !hasTriggers() && returning == null;
  }

  /**
   * Fires what comes before the change.
   *
   * @return false where a trigger says that the row is to be left alone
   */
  boolean before(ChangeRun run, @Nullable RowImage old, @Nullable RowImage now) {
    return fire(before, run, old, now);
  }

  /** Shows the row, and fires what comes after the change. */
  void after(ChangeRun run, @Nullable RowImage old, @Nullable RowImage now) {
    Returning shown = returning;
    if (shown != null) {
      RowImage row = now == null ? old : now;
      if (row != null) {
        run.returned().add(shown.row(row));
      }
    }
    fire(after, run, old, now);
  }

  private static boolean fire(
      List<TriggerProgram> triggers,
      ChangeRun run,
      @Nullable RowImage old,
      @Nullable RowImage now) {
    for (int i = 0; i < triggers.size(); i++) {
      if (!triggers.get(i).fire(run, old, now)) {
        return false;
      }
    }
    return true;
  }
}
