package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What was compiled for a table that rows are written to. Holds no state of a run but the image
 * that its expressions read, and what records are read and written with.
 *
 * @param image what checks, index expressions and generated columns read
 * @param buffers for who changes the rows of the table, and for nobody else
 * @param indexes all indexes of the table
 * @param columns all columns of the table
 * @param given the columns whose values are given and converted
 * @param required those with NOT NULL, but for the rowid's other name
 * @param clustered the columns of the key, where that is no rowid
 * @param stored the columns that are in the table's records
 * @param indexed those of them that the entries of plain indexes are made of
 * @param checks the CHECK constraints, with what their violation is called
 * @param defaults for each column the program of its DEFAULT; null where it has none
 * @param generated for each column the program of its value; null where it is not generated
 */
record TableProgram(
    int database,
    String schema,
    TableDefinition table,
    RowImage image,
    RowBuffers buffers,
    List<IndexProgram> indexes,
    TableColumn[] columns,
    TableColumn[] given,
    TableColumn[] required,
    int[] clustered,
    int[] stored,
    int[] indexed,
    List<Check> checks,
    @Nullable RowExpression[] defaults,
    @Nullable RowExpression[] generated) {
  /** One whose columns are told by the table and its indexes. */
  static TableProgram of(
      int database,
      String schema,
      RowImage image,
      List<IndexProgram> indexes,
      List<Check> checks,
      @Nullable RowExpression[] defaults,
      @Nullable RowExpression[] generated) {
    TableDefinition table = image.table();
    TableColumn[] given =
        table.columns().stream()
            .filter(column -> column.generated().isEmpty() && column.index() != table.rowidAlias())
            .toArray(TableColumn[]::new);
    TableColumn[] required =
        table.columns().stream()
            .filter(column -> column.notNull().isPresent() && column.index() != table.rowidAlias())
            .toArray(TableColumn[]::new);
    int[] clustered =
        table.clusteredKey().stream()
            .flatMap(key -> key.columns().stream())
            .mapToInt(IndexColumn::column)
            .toArray();
    int[] stored =
        table.columns().stream()
            .filter(column -> column.recordColumn() >= 0)
            .mapToInt(TableColumn::index)
            .toArray();
    int[] indexed =
        Arrays.stream(stored)
            .filter(column -> indexes.stream().anyMatch(each -> each.has(column)))
            .toArray();
    return new TableProgram(
        database,
        schema,
        table,
        image,
        new RowBuffers(),
        indexes,
        table.columns().toArray(TableColumn[]::new),
        given,
        required,
        clustered,
        stored,
        indexed,
        checks,
        defaults,
        generated);
  }

  /**
   * A CHECK constraint.
   *
   * @param columns those that it depends on, also through generated columns; {@link
   *     UpsertClause#ROWID_COLUMN} for the rowid
   */
  record Check(String label, Set<Integer> columns, RowExpression condition) {
    /** Whether setting some columns may break it; empty for a new row. */
    boolean concerns(Optional<List<Integer>> assigned) {
      if (assigned.isEmpty()) {
        return true;
      }
      for (int column : assigned.get()) {
        if (columns.contains(column)) {
          return true;
        }
      }
      return false;
    }
  }

  /** How many of the indexes are unique. */
  int uniqueIndexes() {
    int unique = 0;
    for (int i = 0; i < indexes.size(); i++) {
      unique += indexes.get(i).index().unique() ? 1 : 0;
    }
    return unique;
  }

  /** The columns that change where some are set: those, and what is computed from them. */
  List<Integer> changedBy(List<Integer> assigned) {
    if (!hasGenerated()) {
      return assigned;
    }
    List<Integer> changed = new ArrayList<>(assigned);
    for (TableColumn column : table.generatedOrder()) {
      Set<Integer> used = UsedColumns.of(column.generated().orElseThrow().value(), table);
      if (assigned.stream().anyMatch(used::contains)) {
        changed.add(column.index());
      }
    }
    return changed;
  }

  /** Whether the entries of any index are computed from the image. */
  boolean anyNeedsImage() {
    for (int i = 0; i < indexes.size(); i++) {
      if (indexes.get(i).needsImage()) {
        return true;
      }
    }
    return false;
  }

  /** Whether any column is generated. */
  boolean hasGenerated() {
    for (RowExpression expression : generated) {
      if (expression != null) {
        return true;
      }
    }
    return false;
  }
}
