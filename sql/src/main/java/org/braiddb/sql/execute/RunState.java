package org.braiddb.sql.execute;

/** Something that a run leaves behind: open cursors, buffered rows, results of subqueries. */
interface RunState {
  /** Lets go of it; the next run begins from nothing. */
  void endRun();
}
