package org.braiddb.sql.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    return uses.entrySet().stream()
        .filter(use -> use.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
