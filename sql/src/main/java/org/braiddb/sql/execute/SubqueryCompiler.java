package org.braiddb.sql.execute;

import org.braiddb.sql.bind.BoundQuery;

/** Makes streams of the queries inside expressions. */
@FunctionalInterface
interface SubqueryCompiler {
  /**
   * A stream that yields the query's rows.
   *
   * @param wanted how many rows will be read at most; negative where unknown
   */
  RowStream compile(BoundQuery query, int wanted);
}
