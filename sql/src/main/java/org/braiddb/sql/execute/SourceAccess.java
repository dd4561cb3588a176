package org.braiddb.sql.execute;

import org.braiddb.sql.bind.BoundExpr;

/** How the columns of a source are read. */
@FunctionalInterface
interface SourceAccess {
  /** What reads the column from the source's present row. */
  Evaluator column(BoundExpr.Column column);
}
