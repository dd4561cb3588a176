package org.braiddb.sql.catalog;

import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.value.Affinity;

/**
 * A column of a table.
 *
 * @param index its place among the table's columns, from 0
 * @param declaredType the type as written; empty where there is none
 * @param affinity in a STRICT table that of its type; ANY has {@link Affinity#BLOB}
 * @param collation the name of its collation; {@code BINARY} where none was declared
 * @param notNull what a NULL does; empty where the column may be NULL. Primary keys of WITHOUT
 *     ROWID and STRICT tables are NOT NULL without saying so; a rowid alias has no entry here
 *     unless it says so
 * @param defaultValue the DEFAULT clause
 * @param generated the AS clause
 * @param primaryKeyPosition its place in the primary key, from 1; 0 where it is not part of it
 * @param recordColumn the column of the stored record that holds it, from 0; -1 for a VIRTUAL
 *     generated column, which is not stored. A rowid alias has its place in the record too, but
 *     NULL is stored there: see {@link TableDefinition#rowidAlias()}. A stored record may be
 *     shorter than that (columns added later): the column then has its default value
 */
public record TableColumn(
    int index,
    String name,
    String declaredType,
    Affinity affinity,
    String collation,
    Optional<NotNull> notNull,
    Optional<DefaultValue> defaultValue,
    Optional<Generated> generated,
    int primaryKeyPosition,
    int recordColumn) {
  /** NOT NULL and its own conflict clause. */
  public record NotNull(Optional<ConflictAction> onConflict) {}

  /**
   * A DEFAULT clause.
   *
   * @param text as {@code table_info} reports it
   */
  public record DefaultValue(Expr value, String text) {
    /** Whether it calls nothing, so that it is the same for each row of a statement. */
    public boolean isFixed() {
      return !ExprChildren.any(
          value,
          node ->
              node instanceof Expr.FunctionCall
                  || node instanceof Expr.Like
                  || node instanceof Expr.Subquery
                  || node instanceof Expr.Exists
                  || node instanceof Expr.InQuery
                  || node instanceof Expr.InTable);
    }
  }

  /** A GENERATED ALWAYS AS clause. */
  public record Generated(Expr value, boolean stored) {}
}
