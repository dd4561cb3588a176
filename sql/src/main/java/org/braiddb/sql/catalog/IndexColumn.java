package org.braiddb.sql.catalog;

import java.util.Optional;
import org.braiddb.sql.ast.Expr;

/**
 * A column of an index record.
 *
 * @param column the table's column, from 0; {@link #ROWID} or {@link #EXPRESSION}
 * @param expression what is indexed where {@code column} is {@link #EXPRESSION}; spans count in the
 *     index's text
 * @param collation the name of the collation it is ordered by
 * @param descending whether larger values come first
 */
public record IndexColumn(
    int column, Optional<Expr> expression, String collation, boolean descending) {
  /** In {@link #column()}: the rowid. */
  public static final int ROWID = -1;

  /** In {@link #column()}: an expression. */
  public static final int EXPRESSION = -2;
}
