package org.braiddb.sql.plan;

import java.util.List;
import java.util.Set;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.catalog.IndexDefinition;

/** Decides whether the conditions of a query imply that a partial index has all rows it needs. */
final class PartialIndexes {
  private PartialIndexes() {}

  /** Not decided yet for any index: a partial index is never used. */
  static boolean implied(
      IndexDefinition index, BoundSource.Table source, List<Term> terms, Set<Integer> bound) {
    return index.where().isEmpty();
  }
}
