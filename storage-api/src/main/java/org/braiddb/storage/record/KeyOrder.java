package org.braiddb.storage.record;

import java.util.List;

/**
 * The declared order of an index tree: for each key column a collation and a direction.
 *
 * <p>Values compare as SQLite compares them: NULL, then numbers (INTEGER and REAL by numeric
 * value), then TEXT by collation, then BLOB by bytes; a descending column reverses its result. An
 * entry with fewer columns than the key compares equal on the columns both have. Columns of the
 * stored record beyond the order's own (the trailing rowid of an ordinary index among them) compare
 * BINARY, ascending.
 *
 * <p>Immutable; safe for use by any thread as far as its collations are.
 *
 * @param columns one entry per key column, in key order
 * @param encoding the text encoding of the database
 */
public record KeyOrder(List<Column> columns, TextEncoding encoding) {
  /** Collation and direction of one key column. */
  public record Column(Collation collation, boolean descending) {}

  /** Copies the list. */
  public KeyOrder {
    columns = List.copyOf(columns);
  }
}
