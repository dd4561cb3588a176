package org.braiddb.sql.execute;

/** The right side of a LEFT JOIN: where it has no row, one whose columns are all NULL. */
final class LeftJoin extends Loop {
  private final Loop right;
  private boolean found;
  private boolean done;

  LeftJoin(Loop right) {
    this.right = right;
  }

  @Override
  void open(Frame frame) {
    found = false;
    done = false;
    right.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    if (done) {
      return false;
    }
    if (right.next(frame)) {
      found = true;
      return true;
    }
    done = true;
    if (found) {
      return false;
    }
    right.setAbsent();
    return true;
  }

  @Override
  void setAbsent() {
    right.setAbsent();
  }
}
