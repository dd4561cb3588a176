package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.program.ProgramColumn;

/**
 * One INSERT, UPDATE or DELETE ready to run, as a statement or as a step of a trigger. Has the
 * images of the row it is at, so that it cannot begin again while it runs.
 */
sealed interface ChangeAction
    permits InsertAction,
        UpdateAction,
        DeleteAction,
        ViewInsertAction,
        ViewUpdateAction,
        ViewDeleteAction {
  /** Makes all its changes, and counts them. */
  void run(ChangeRun run);

  /**
   * Whether it changes one row of one table at most and refuses that, if at all, before; nothing
   * else is changed or looked at for it.
   */
  default boolean isPlain() {
    return false;
  }

  /** Whether it changes an entry of one tree only: that of the row itself. */
  default boolean changesOneEntry() {
    return false;
  }

  /** What is done beside the change of each row. */
  RowEvents events();

  /** The columns of RETURNING; empty where there is none. */
  default List<ProgramColumn> columns() {
    Returning returning = events().returning();
    return returning == null ? List.of() : returning.columns();
  }
}
