package org.braiddb.sql.ast;

/** A term of ORDER BY, of an index, or of a PRIMARY KEY or UNIQUE constraint. */
public record OrderingTerm(Expr value, Direction direction, Nulls nulls, Span span)
    implements Node {
  /** ASC or DESC; unspecified means ascending. */
  public enum Direction {
    UNSPECIFIED,
    ASCENDING,
    DESCENDING
  }

  /** NULLS FIRST or LAST; unspecified means that NULL is less than every value. */
  public enum Nulls {
    UNSPECIFIED,
    FIRST,
    LAST
  }
}
