package org.braiddb.blackbox.fuzz;

import java.util.List;

/**
 * A table or view that statements can name.
 *
 * @param schema the database it is in, with a point behind it; empty for the main one
 * @param simple its name there
 * @param columns all that can be read
 * @param writable the columns that can be set, with what STRICT demands of them, or ANY
 * @param rowid a name of its rowid; empty where it has none
 * @param keys what a conflict target can be; grows with unique indexes
 * @param references lists of columns that a foreign key can refer to
 */
record Table(
    String schema,
    String simple,
    List<String> columns,
    List<Column> writable,
    String rowid,
    List<String> keys,
    List<String> references,
    boolean view) {

  /** A column that can be set. */
  record Column(String name, String type) {}

  static Table view(String schema, String simple, List<String> columns) {
    List<Column> writable = columns.stream().map(name -> new Column(name, "")).toList();
    return new Table(schema, simple, columns, writable, "", List.of(), List.of(), true);
  }

  String name() {
    return schema + simple;
  }

  boolean strict() {
    return writable.stream().anyMatch(column -> !column.type().isEmpty());
  }
}
