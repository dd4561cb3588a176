package org.braiddb.sql.change;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.JoinTree;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.program.RunContext;

/**
 * An INSERT whose rows have the same records as those of the table that they are selected from:
 * each column goes to one of the same affinity at the same place of the record.
 *
 * @param database the number of the source's database
 * @param columns how many columns such a record has
 * @param required the places in it that must not be NULL
 * @param keepsRowid whether the rowid, by another name, is copied too
 */
record RecordCopy(int database, int columns, int[] required, boolean keepsRowid) {
  /**
   * The copy of a query's rows; empty where their records differ.
   *
   * @param places for each column of the target the column of the query
   */
  static Optional<RecordCopy> of(BoundQuery query, TableDefinition target, int[] places) {
    if (!(query.body() instanceof BoundQuery.Core core)
        || !(core.from().orElse(null) instanceof JoinTree.Leaf(BoundSource.Table source))
        || !target.hasRowid()
        || !source.table().hasRowid()
        || target.rowidAlias() < 0 != source.table().rowidAlias() < 0) {
      return Optional.empty();
    }
    int columns = target.tableColumnOfRecord().length;
    if (source.table().tableColumnOfRecord().length != columns) {
      return Optional.empty();
    }
    for (TableColumn column : target.columns()) {
      int place = places[column.index()];
      if (place < 0 || !isCopy(core.outputs().get(place), source, column, target)) {
        return Optional.empty();
      }
    }
    int[] required =
        target.columns().stream()
            .filter(column -> column.notNull().isPresent())
            .filter(column -> column.index() != target.rowidAlias())
            .mapToInt(TableColumn::recordColumn)
            .toArray();
    boolean keepsRowid = target.rowidAlias() >= 0;
    return Optional.of(new RecordCopy(source.database(), columns, required, keepsRowid));
  }

  private static boolean isCopy(
      BoundExpr value, BoundSource.Table source, TableColumn column, TableDefinition target) {
    if (!(value instanceof BoundExpr.Column used) || used.source() != source.id()) {
      return false;
    }
    int alias = source.table().rowidAlias();
    if (column.index() == target.rowidAlias()) {
      return (used.column() == BoundExpr.Column.ROWID || used.column() == alias)
          && source.table().columns().get(alias).recordColumn() == column.recordColumn();
    }
    if (used.column() == BoundExpr.Column.ROWID || used.column() == alias) {
      return false;
    }
    TableColumn from = source.table().columns().get(used.column());
    return from.generated().isEmpty()
        && from.recordColumn() == column.recordColumn()
        && from.affinity() == column.affinity();
  }

  /** Whether both databases write their texts alike. */
  boolean fits(RunContext context, TableProgram target) {
    return context.transaction(database).encoding()
        == context.transaction(target.database()).encoding();
  }

  /** Whether nothing about a table has to be checked, computed or told but uniqueness. */
  static boolean mayInto(TableProgram target) {
    List<IndexProgram> indexes = target.indexes();
    return !target.table().strict()
        && !target.table().isCatalog()
        && target.checks().isEmpty()
        && !target.hasGenerated()
        && indexes.stream().noneMatch(IndexProgram::needsImage);
  }
}
