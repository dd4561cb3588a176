package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** {@code SELECT count(*) FROM t}: the engine knows the number. */
final class RowCounter extends Loop {
  private final int database;
  private final org.braiddb.storage.Tree tree;
  private final Cell count = new Cell();
  private boolean done;

  RowCounter(int database, org.braiddb.storage.Tree tree) {
    this.database = database;
    this.tree = tree;
  }

  Cell count() {
    return count;
  }

  @Override
  void open(Frame frame) {
    done = false;
    count.setInteger(frame.transaction(database).count(tree));
  }

  @Override
  boolean next(Frame frame) {
    boolean first = !done;
    done = true;
    return first;
  }

  @Override
  void setAbsent() {
    count.setNull();
  }
}
