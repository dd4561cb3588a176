package org.braiddb.blackbox.fuzz;

import java.util.List;

/**
 * A table or view that statements can name.
 *
 * @param columns all that can be read
 * @param writable the columns that can be set, with what STRICT demands of them, or ANY
 * @param rowid a name of its rowid; empty where it has none
 * @param keys lists of columns that a UNIQUE or PRIMARY KEY holds, as written in a conflict target
 */
record Table(
    String name,
    List<String> columns,
    List<Column> writable,
    String rowid,
    List<String> keys,
    boolean view) {

  /** A column that can be set. */
  record Column(String name, String type) {}

  boolean strict() {
    return writable.stream().anyMatch(column -> !column.type().isEmpty());
  }
}
