package org.braiddb.sql.plan;

import java.util.Optional;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.SchemaStatistics;
import org.braiddb.sql.catalog.TableDefinition;

/**
 * How many rows a table is thought to have, and how many share the first columns of an index key.
 * Of what ANALYZE has not counted, SQLite's guesses: 2^20 rows, ten for the first column, one less
 * for each further one, one for a whole unique key.
 */
final class TableStatistics {
  private static final double ROWS = 1_048_576;

  private final TableDefinition table;
  private final SchemaStatistics known;
  private final double rows;

  TableStatistics(TableDefinition table, SchemaStatistics known) {
    this.table = table;
    this.known = known;
    rows = Math.max(1, known.rows(table.name()).orElse(ROWS));
  }

  /** Rows of the table. */
  double rows() {
    return rows;
  }

  /** Entries of an index. */
  double indexRows(IndexDefinition index) {
    return known
        .index(index.name())
        .map(SchemaStatistics.Index::entries)
        .orElse(index.where().isPresent() ? rows / 4 : rows);
  }

  /** Entries of an index that agree in the first columns. */
  double rowsPerKey(IndexDefinition index, int columns) {
    boolean one = index.unique() && columns >= index.keyColumns().size();
    return one ? 1 : perKey(known.index(index.name()), columns);
  }

  /** Rows of a table without rowid that agree in the first columns of its key. */
  double clusteredRows(int columns, int keyColumns) {
    return columns >= keyColumns ? 1 : perKey(known.index(table.name()), columns);
  }

  /** Whether an index is to be used for equality only. */
  boolean unordered(IndexDefinition index) {
    return known.index(index.name()).map(SchemaStatistics.Index::unordered).orElse(false);
  }

  private double perKey(Optional<SchemaStatistics.Index> index, int columns) {
    if (index.isPresent() && columns <= index.get().perKey().length) {
      return Math.max(1, index.get().perKey()[columns - 1]);
    }
    return Math.min(rows, Math.max(2, 11 - columns));
  }
}
