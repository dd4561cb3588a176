package org.braiddb.sql.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ON CONFLICT clause.
 *
 * @param constraint the index number it is about; {@link #KEY} for the rowid or clustered key,
 *     {@link #ANY} where it names none
 * @param doNothing whether a clash only skips the row
 * @param columns what DO UPDATE sets, {@link #ROWID_COLUMN} for the rowid
 * @param values over the existing row and {@code excluded}, one per column
 * @param where over the same; null where none was given
 */
record UpsertClause(
    int constraint,
    boolean doNothing,
    List<Integer> columns,
    List<RowExpression> values,
    @Nullable RowExpression where) {
  /** The rowid or clustered key. */
  static final int KEY = -1;

  /** Any constraint. */
  static final int ANY = -2;

  /** In {@link #columns()}: the rowid of a table where no column is another name of it. */
  static final int ROWID_COLUMN = -1;
}
