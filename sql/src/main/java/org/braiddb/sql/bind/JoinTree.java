package org.braiddb.sql.bind;

import java.util.Optional;

/** What a FROM clause joins. */
public sealed interface JoinTree {
  /** A single source. */
  record Leaf(BoundSource source) implements JoinTree {}

  /** Two sides joined; USING and NATURAL have become part of the condition. */
  record Join(Type type, JoinTree left, JoinTree right, Optional<BoundExpr> condition)
      implements JoinTree {}

  /** How two sides are joined. */
  enum Type {
    INNER,
    /** An inner join that is not reordered. */
    CROSS,
    LEFT,
    RIGHT,
    FULL
  }
}
