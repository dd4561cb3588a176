package org.braiddb.sql.execute;

import org.braiddb.sql.ast.Select.Compound.Operator;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.record.Collation;
import org.jspecify.annotations.Nullable;

/**
 * UNION, INTERSECT and EXCEPT of two sides whose rows are distinct and come in the order of their
 * columns: merges them, keeps none, and ends as soon as one side decides that no row follows. Of
 * rows that compare equal, UNION shows that of the right side, as SQLite does.
 */
final class SetMerge extends RowStream {
  private final Operator operator;
  private final Side left;
  private final Side right;
  private final Collation[] collations;

  /** One of the inputs, whose present row is left only when the next one is wanted. */
  private static final class Side {
    private final RowStream rows;
    private boolean opened;
    private boolean onRow;
    private boolean used;

    Side(RowStream rows) {
      this.rows = rows;
    }

    void begin() {
      opened = false;
      onRow = true;
      used = true;
    }

    /** Whether there is a row that was not used. */
    boolean isOnRow(Frame frame) {
      if (used && onRow) {
        if (!opened) {
          rows.open(frame);
          opened = true;
        }
        onRow = rows.next(frame);
        used = false;
      }
      return onRow;
    }
  }

  SetMerge(Operator operator, RowStream left, RowStream right, Collation[] collations) {
    super(left.row().length);
    this.operator = operator;
    this.left = new Side(left);
    this.right = new Side(right);
    this.collations = collations;
  }

  @Override
  void open(Frame frame) {
    left.begin();
    right.begin();
  }

  @Override
  boolean next(Frame frame) {
    while (true) {
      boolean onLeft = left.isOnRow(frame);
      if (!onLeft && operator != Operator.UNION) {
        return false;
      }
      boolean onRight = right.isOnRow(frame);
      if (!onRight && (!onLeft || operator == Operator.INTERSECT)) {
        return false;
      }
      int order = !onLeft ? 1 : !onRight ? -1 : compare();
      left.used = order <= 0;
      right.used = order >= 0;
      Side shown = shown(order);
      if (shown != null) {
        take(shown.rows.row());
        return true;
      }
    }
  }

  /** The side whose row is a row of the result, if one is. */
  private @Nullable Side shown(int order) {
    return switch (operator) {
      case UNION, UNION_ALL -> order < 0 ? left : right;
      case INTERSECT -> order == 0 ? left : null;
      case EXCEPT -> order < 0 ? left : null;
    };
  }

  private int compare() {
    Cell[] ofLeft = left.rows.row();
    Cell[] ofRight = right.rows.row();
    for (int i = 0; i < collations.length; i++) {
      int order = ValueComparator.compare(ofLeft[i], ofRight[i], collations[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
