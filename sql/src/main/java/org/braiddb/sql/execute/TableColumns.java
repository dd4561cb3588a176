package org.braiddb.sql.execute;

import java.util.function.IntFunction;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a table from its records, or from the entries of an index that has them. */
final class TableColumns implements SourceAccess {
  private final TableDefinition table;
  private final RecordRow row;
  private final @Nullable RecordRow entry;
  private final @Nullable IndexDefinition index;
  private final TextEncoding encoding;
  private final IntFunction<Evaluator> generated;

  /**
   * @param row the table's record
   * @param entry the index entry that the row was found by; null for none
   * @param generated makes what computes a VIRTUAL generated column, by the column's index
   */
  TableColumns(
      TableDefinition table,
      RecordRow row,
      @Nullable RecordRow entry,
      @Nullable IndexDefinition index,
      TextEncoding encoding,
      IntFunction<Evaluator> generated) {
    this.table = table;
    this.row = row;
    this.entry = entry;
    this.index = index;
    this.encoding = encoding;
    this.generated = generated;
  }

  @Override
  public Evaluator column(BoundExpr.Column column) {
    int number = column.column();
    if (number == BoundExpr.Column.ROWID || number == table.rowidAlias()) {
      return new RowidEvaluator(row);
    }
    TableColumn definition = table.columns().get(number);
    boolean real = definition.affinity() == Affinity.REAL;
    if (entry != null && index != null) {
      int place = index.placeOf(number);
      if (place >= 0) {
        return new RecordColumn(entry, place, real, encoding, null);
      }
    }
    if (definition.recordColumn() < 0) {
      return new GeneratedColumn(row, generated.apply(number), definition.affinity());
    }
    return new RecordColumn(
        row, definition.recordColumn(), real, encoding, ColumnDefaults.of(definition));
  }
}
