package org.braiddb.sql.plan;

import java.util.HashSet;
import java.util.Set;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.SourceUse;

/**
 * A condition that must hold, with the sources of the present query that it needs. Two terms are
 * the same only if they are the same object: a condition written twice is decided twice.
 */
final class Term {
  private final BoundExpr expr;
  private final Set<Integer> sources;

  /**
   * @param own the sources of the present query; those of queries around it count as known
   */
  Term(BoundExpr expr, Set<Integer> own) {
    this.expr = expr;
    sources = new HashSet<>(SourceUse.of(expr));
    sources.retainAll(own);
  }

  BoundExpr expr() {
    return expr;
  }

  Set<Integer> sources() {
    return sources;
  }

  /** Whether it can be decided when these sources are on a row. */
  boolean decidable(Set<Integer> bound) {
    return bound.containsAll(sources);
  }

  /** Whether it can be decided when the sources of two sets are on a row. */
  boolean decidable(Set<Integer> bound, Set<Integer> more) {
    for (int source : sources) {
      if (!bound.contains(source) && !more.contains(source)) {
        return false;
      }
    }
    return true;
  }
}
