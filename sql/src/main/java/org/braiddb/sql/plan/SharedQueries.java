package org.braiddb.sql.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.SourceWalk;

/**
 * Finds the common table expressions that a statement uses more than once: their rows are computed
 * once. As in SQLite, NOT MATERIALIZED keeps each use apart.
 */
public final class SharedQueries {
  private SharedQueries() {}

  /** The numbers of their definitions. */
  public static Set<Integer> in(BoundQuery query) {
    Map<Integer, Integer> uses = new HashMap<>();
    SourceWalk.entering(
        query,
        source -> {
          boolean common = source instanceof BoundSource.Query use && use.definition() != 0;
          if (!common) {
            return true;
          }
          int definition = ((BoundSource.Query) source).definition();
          return uses.merge(definition, 1, Integer::sum) == 1; // its own parts count once
        });
    uses.values().removeIf(count -> count == 1);
    return Set.copyOf(uses.keySet());
  }
}
