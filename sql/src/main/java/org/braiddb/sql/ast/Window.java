package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** What stands after OVER. */
public sealed interface Window extends Node {
  /** OVER name: the window that the WINDOW clause defines under that name. */
  record Named(Name name) implements Window {
    @Override
    public Span span() {
      return name.span();
    }
  }

  /**
   * A window in parentheses.
   *
   * @param base a named window that this one extends
   */
  record Definition(
      Optional<Name> base,
      List<Expr> partitionBy,
      List<OrderingTerm> orderBy,
      Optional<Frame> frame,
      Span span)
      implements Window {
    public Definition {
      partitionBy = List.copyOf(partitionBy);
      orderBy = List.copyOf(orderBy);
    }
  }

  /** A frame; written without BETWEEN, {@code end} is the current row. */
  record Frame(Unit unit, Bound start, Bound end, Exclude exclude) {
    /** What the bounds count. */
    public enum Unit {
      ROWS,
      RANGE,
      GROUPS
    }

    /** The EXCLUDE clause. */
    public enum Exclude {
      NO_OTHERS,
      CURRENT_ROW,
      GROUP,
      TIES
    }
  }

  /** One end of a frame. */
  sealed interface Bound {
    /** UNBOUNDED PRECEDING. */
    record UnboundedPreceding() implements Bound {}

    /** A distance before the current row. */
    record Preceding(Expr distance) implements Bound {}

    /** CURRENT ROW. */
    record CurrentRow() implements Bound {}

    /** A distance after the current row. */
    record Following(Expr distance) implements Bound {}

    /** UNBOUNDED FOLLOWING. */
    record UnboundedFollowing() implements Bound {}
  }
}
