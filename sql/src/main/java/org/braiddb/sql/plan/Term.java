package org.braiddb.sql.plan;

import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;

/**
 * A condition that must hold, with the sources of the present query that it needs. Two terms are
 * the same only if they are the same object: a condition written twice is decided twice.
 */
final class Term {
  private final BoundExpr expr;
  private final SourceSet sources;
  private final boolean local;

  /**
   * @param own the sources of the present query; those of queries around it count as known
   */
  Term(BoundExpr expr, SourceSet own) {
    this.expr = expr;
    SourceSet used = SourceUse.of(expr);
    sources = used.and(own);
    local = sources.equals(used);
  }

  BoundExpr expr() {
    return expr;
  }

  SourceSet sources() {
    return sources;
  }

  /** Whether it needs nothing of the queries around the present one. */
  boolean isLocal() {
    return local;
  }

  /** Whether it can be decided when these sources are on a row. */
  boolean decidable(SourceSet bound) {
    return bound.containsAll(sources);
  }

  /** Whether it can be decided when the sources of two sets are on a row. */
  boolean decidable(SourceSet bound, SourceSet more) {
    return bound.containsAll(sources, more);
  }
}
