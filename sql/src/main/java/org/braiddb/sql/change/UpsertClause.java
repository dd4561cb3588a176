package org.braiddb.sql.change;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ON CONFLICT clause.
 *
 * @param constraint the index number it is about; {@link #KEY} for the rowid or clustered key,
 *     {@link #ANY} where it names none
 * @param update what DO UPDATE does; null for DO NOTHING
 */
record UpsertClause(int constraint, @Nullable Update update) {
  /** The rowid or clustered key. */
  static final int KEY = -1;

  /** Any constraint. */
  static final int ANY = -2;

  /** In {@link Update#columns()}: the rowid of a table where no column is another name of it. */
  static final int ROWID_COLUMN = -1;

  /**
   * DO UPDATE.
   *
   * @param columns what it sets, {@link #ROWID_COLUMN} for the rowid
   * @param values over the existing row and {@code excluded}, one per column
   * @param where over the same; null where none was given
   * @param patch how the new record is made of the old one; null where the row is read and written
   *     as a whole
   * @param looks the columns that the new values or the condition may look at, of either row; as
   *     {@link #ROWID_COLUMN} the rowid
   */
  record Update(
      List<Integer> columns,
      List<RowExpression> values,
      @Nullable RowExpression where,
      RowPlan plan,
      @Nullable RowPatch patch,
      Set<Integer> looks) {}

  /** The columns that it may look at, of the row in the way or of the one that is not inserted. */
  Set<Integer> looks() {
    return update == null ? Set.of() : update.looks();
  }

  /** Whether a clash in a constraint comes to it. */
  boolean isAbout(int clashing) {
    return constraint == clashing || constraint == ANY;
  }

  static UpsertClause nothing(int constraint) {
    return new UpsertClause(constraint, null);
  }
}
