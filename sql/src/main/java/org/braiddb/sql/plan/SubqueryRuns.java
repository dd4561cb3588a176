package org.braiddb.sql.plan;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.sql.bind.BoundChildren;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.DeepWalk;
import org.braiddb.sql.bind.SortTerm;

/** How often the queries inside expressions are thought to be run where these are part of. */
final class SubqueryRuns {
  private final Map<BoundQuery, Double> runs = new IdentityHashMap<>(0);

  /**
   * Notes the subqueries of a SELECT.
   *
   * @param order what its rows are sorted by
   * @param rows for how many rows its expressions are computed
   */
  void expect(BoundQuery.Core core, List<SortTerm> order, double rows) {
    Notes notes = new Notes(rows);
    notes.core(core);
    order.forEach(term -> notes.expr(term.value()));
  }

  /** For how many rows around it a query is run; one where these are not known. */
  double of(BoundQuery query) {
    return runs.getOrDefault(query, 1.0);
  }

  private final class Notes extends DeepWalk {
    private final double rows;

    Notes(double rows) {
      this.rows = rows;
    }

    @Override
    protected boolean visit(BoundExpr expr) {
      BoundQuery query = BoundChildren.query(expr);
      if (query == null) {
        return true;
      }
      runs.put(query, rows);
      return false; // what is inside is noted once its own rows are known
    }

    @Override
    protected boolean visit(BoundSource source) {
      return source instanceof BoundSource.Function;
    }
  }
}
