package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.error.StatementException;

/**
 * One SELECT or VALUES of a query, bound, with what the clauses after it need to know.
 *
 * @param binder binds further expressions in its scope
 * @param untyped for each row of VALUES, whether SQLite keeps it as one of a table, whose columns
 *     have a collation, but no type; empty for others
 */
record BoundCore(
    BoundQuery.Body body,
    List<OrderBinder.Result> results,
    ExpressionBinder binder,
    List<Boolean> untyped) {
  /** Copies the list of rows. */
  BoundCore {
    untyped = List.copyOf(untyped);
  }

  /** The same with its values computed in another way. */
  BoundCore withBody(BoundQuery.Body other) {
    return new BoundCore(other, results, binder, untyped);
  }

  /** The columns of the result. */
  List<OutputColumn> columns() {
    List<OutputColumn> columns = new ArrayList<>(results.size());
    for (OrderBinder.Result result : results) {
      columns.add(result.column());
    }
    return columns;
  }

  /** A further expression; empty where its names mean nothing here. */
  Optional<BoundExpr> tryBind(Expr expr) {
    try {
      return Optional.of(binder.bind(expr));
    } catch (StatementException e) {
      return Optional.empty(); // another part of the compound may know the name
    }
  }
}
