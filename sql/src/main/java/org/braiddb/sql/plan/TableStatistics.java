package org.braiddb.sql.plan;

import org.braiddb.sql.catalog.IndexDefinition;

/**
 * How many rows a table is thought to have, and how many share the first columns of an index key.
 * Of tables that ANALYZE has not counted, SQLite's guesses: 2^20 rows, ten for the first column,
 * one less for each further one, one for a whole unique key.
 */
final class TableStatistics {
  private static final double ROWS = 1_048_576;

  TableStatistics() {}

  /** Rows of the table. */
  double rows() {
    return ROWS;
  }

  /** Entries of an index. */
  double indexRows(IndexDefinition index) {
    return index.where().isPresent() ? ROWS / 4 : ROWS;
  }

  /** Entries of an index that agree in the first columns. */
  double rowsPerKey(IndexDefinition index, int columns) {
    return index.unique() && columns >= index.keyColumns().size() ? 1 : guess(columns);
  }

  /** Rows of a table without rowid that agree in the first columns of its key. */
  double clusteredRows(int columns, int keyColumns) {
    return columns >= keyColumns ? 1 : guess(columns);
  }

  private static double guess(int columns) {
    return Math.max(2, 11 - columns);
  }
}
