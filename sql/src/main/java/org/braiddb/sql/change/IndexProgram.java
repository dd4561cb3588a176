package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * How the entry of a row in one index is made.
 *
 * @param expressions for each record column that is an expression, its program over {@code image};
 *     null for the others
 * @param predicate over {@code image}; null where the index covers all rows
 * @param image the row image that the expressions read
 */
record IndexProgram(
    IndexDefinition index,
    Tree.Index tree,
    @Nullable RowExpression[] expressions,
    @Nullable RowExpression predicate,
    RowImage image) {
  /** Whether a row of {@code image} has an entry. */
  boolean covers() {
    RowExpression condition = predicate;
    if (condition == null) {
      return true;
    }
    Cell holds = new Cell();
    condition.eval(holds);
    return holds.isTrue();
  }

  /** Whether computing an entry needs {@link #image} to be the row. */
  boolean needsImage() {
    if (predicate != null) {
      return true;
    }
    for (RowExpression expression : expressions) {
      if (expression != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether a column of the table is part of its entries as it is. */
  boolean has(int column) {
    for (int place = 0; place < index.recordSize(); place++) {
      if (index.recordColumn(place).column() == column) {
        return true;
      }
    }
    return false;
  }

  /** Whether setting these columns may change a row's entry. */
  boolean isConcernedBy(List<Integer> columns) {
    return columns.stream().anyMatch(this::has)
        || columns.stream().anyMatch(computedOf()::contains);
  }

  /** The columns that expressions and the condition depend on; see {@link UsedColumns}. */
  Set<Integer> computedOf() {
    List<Expr> computed = new ArrayList<>();
    index.where().ifPresent(computed::add);
    index.keyColumns().forEach(column -> column.expression().ifPresent(computed::add));
    return UsedColumns.of(computed, image.table());
  }

  /** Whether the entries of two rows are the same for having the same values of plain columns. */
  boolean sharesColumns(RowImage row, RowImage other) {
    if (needsImage()) {
      return false;
    }
    for (int place = 0; place < index.recordSize(); place++) {
      int column = index.recordColumn(place).column();
      boolean same =
          column == IndexColumn.ROWID
              ? row.rowid() == other.rowid()
              : row.value(column).isIdenticalTo(other.value(column));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** The value of an index record's column for a row; the image is that row if it is needed. */
  void value(RowImage row, int place, Cell result) {
    IndexColumn column = index.recordColumn(place);
    RowExpression expression = expressions[place];
    if (expression != null) {
      expression.eval(result);
    } else {
      result.copyFrom(
          column.column() == IndexColumn.ROWID ? row.rowidCell() : row.value(column.column()));
    }
  }

  /** Writes the whole entry of a row. */
  void writeEntry(RowImage row, RecordForm form, RecordWriter record) {
    Cell value = new Cell();
    record.clear();
    for (int place = 0; place < index.recordSize(); place++) {
      value(row, place, value);
      form.add(record, value, false);
    }
  }

  /**
   * Sets the key columns of a row's entry.
   *
   * @return whether one of them is NULL, so that no other row can clash with it
   */
  boolean writeKey(RowImage row, RecordForm form, SearchKey key, int columns) {
    boolean anyNull = false;
    key.clear();
    for (int place = 0; place < columns; place++) {
      Cell value = new Cell();
      value(row, place, value);
      anyNull |= value.isNull();
      form.add(key, value);
    }
    return anyNull;
  }

  /** The error of two rows that agree in the key. */
  String violation() {
    if (index.hasExpressions()) {
      return "UNIQUE constraint failed: index '" + index.name() + "'";
    }
    return "UNIQUE constraint failed: " + String.join(", ", columnNames());
  }

  private List<String> columnNames() {
    return index.keyColumns().stream()
        .map(column -> index.table() + "." + columnName(column.column()))
        .toList();
  }

  private String columnName(int column) {
    return image.table().columns().get(column).name();
  }
}
