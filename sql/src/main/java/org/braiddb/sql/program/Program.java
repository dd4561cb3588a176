package org.braiddb.sql.program;

import java.util.List;
import java.util.Set;

/** A compiled statement. Holds no state of a run; used by the connection that compiled it. */
public interface Program {
  /** The columns of its rows; empty where it has no rows. */
  List<ProgramColumn> columns();

  /**
   * The numbers of the databases whose content it depends on, those of {@link #writes} included.
   */
  Set<Integer> reads();

  /**
   * The numbers of the databases that it changes; their transactions are writable when it starts.
   */
  Set<Integer> writes();

  /** Whether it changes the content of a database. */
  default boolean changesData() {
    return !writes().isEmpty();
  }

  /**
   * Whether the session must not open a transaction for it: BEGIN, COMMIT, ATTACH, pragmas that do
   * so themselves.
   */
  default boolean managesTransactions() {
    return false;
  }

  /** Whether it changes the schema: then no cursor may be open in its transaction. */
  default boolean changesSchema() {
    return false;
  }

  /**
   * Whether whatever the statement itself may refuse is refused before its first change: then
   * nothing has to be undone where it fails, and no savepoint is taken for it. Only storage can
   * still fail after a change, and that takes the whole transaction with it, as in SQLite.
   */
  default boolean failsBeforeChanging() {
    return false;
  }

  /**
   * Whether, besides, its next run meets a conflict, if there is one, before its first change: it
   * changes one entry of one tree only, or the others later.
   */
  default boolean meetsConflictsFirst() {
    return false;
  }

  /** Lets go of what it {@linkplain RunContext#keeps kept} for its next run; it may run again. */
  default void release() {
    // Most programs keep nothing.
  }

  /** Starts it; makes all its changes. */
  Run start(RunContext context);
}
