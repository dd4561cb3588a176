package org.braiddb.sql.execute;

/** The rows of one stream, then those of another. */
final class UnionAll extends RowStream {
  private final RowStream left;
  private final RowStream right;
  private boolean onRight;

  UnionAll(RowStream left, RowStream right) {
    super(left.row().length);
    this.left = left;
    this.right = right;
  }

  @Override
  void open(Frame frame) {
    onRight = false;
    left.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    if (!onRight) {
      if (left.next(frame)) {
        take(left.row());
        return true;
      }
      onRight = true;
      right.open(frame);
    }
    if (right.next(frame)) {
      take(right.row());
      return true;
    }
    return false;
  }

  @Override
  long count(Frame frame) {
    long rows = 0;
    if (!onRight) {
      rows = left.count(frame);
      onRight = true;
      right.open(frame);
    }
    return rows + right.count(frame);
  }
}
