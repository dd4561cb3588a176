package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** A FROM clause: a first item and the items joined to it, from left to right. */
public record From(FromItem first, List<Join> joins) {
  public From {
    joins = List.copyOf(joins);
  }

  /**
   * An item joined to all that stand before it.
   *
   * @param natural NATURAL stood before JOIN; then neither {@code on} nor {@code using} is given,
   *     or the binder refuses it
   * @param using the columns of USING; empty if there is none
   */
  public record Join(
      Type type, boolean natural, FromItem right, Optional<Expr> on, List<Name> using) {
    public Join {
      using = List.copyOf(using);
    }

    /** How the items are joined. */
    public enum Type {
      /** A comma: an inner join. */
      COMMA,
      INNER,
      /** An inner join whose operands the planner does not reorder. */
      CROSS,
      LEFT,
      RIGHT,
      FULL
    }
  }
}
