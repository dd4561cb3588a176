package org.braiddb.sql.execute;

/** One row without columns: a SELECT without FROM. */
final class OneRow extends Loop {
  private boolean done;

  @Override
  void open(Frame frame) {
    done = false;
  }

  @Override
  boolean next(Frame frame) {
    boolean first = !done;
    done = true;
    return first;
  }

  @Override
  void setAbsent() {}
}
