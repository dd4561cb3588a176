package org.braiddb.sql.catalog;

import java.util.List;

/**
 * The rows of the catalogue, in the order of their rowids.
 *
 * @param records what each was read from, so that it need not be decoded again while that is the
 *     same; none where that is not known
 */
public record SchemaRows(List<SchemaRow> rows, List<byte[]> records) {
  /** Those of no rows. */
  public static final SchemaRows NONE = of(List.of());

  /** Makes the lists unchangeable. */
  public SchemaRows {
    rows = List.copyOf(rows);
    records = List.copyOf(records);
  }

  /** Rows that were not read from records. */
  public static SchemaRows of(List<SchemaRow> rows) {
    return new SchemaRows(rows, List.of());
  }
}
