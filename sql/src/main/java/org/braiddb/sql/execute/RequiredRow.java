package org.braiddb.sql.execute;

/**
 * Whether a table that a later step of a join goes through as a whole has a row that it wants: if
 * it has none, nothing need be run for the rows of earlier steps. Looked at once in a run.
 */
final class RequiredRow extends Condition implements RunState {
  private final Loop rows;
  private boolean known;
  private int answer;

  /**
   * @param rows depend on nothing around them, with a cursor of their own
   */
  RequiredRow(Loop rows) {
    this.rows = rows;
  }

  @Override
  int truth(Frame frame) {
    if (!known) {
      rows.open(frame);
      answer = rows.next(frame) ? TRUE : FALSE;
      known = true;
    }
    return answer;
  }

  @Override
  public void endRun() {
    known = false;
  }
}
