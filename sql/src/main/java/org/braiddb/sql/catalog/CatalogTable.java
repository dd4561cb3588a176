package org.braiddb.sql.catalog;

import java.util.Optional;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.Tree;

/** The definition of the catalogue itself, which has no row in the catalogue. */
final class CatalogTable {
  private static final TableDefinition SCHEMA = define("sqlite_master");
  private static final TableDefinition TEMP_SCHEMA = define("sqlite_temp_master");

  private CatalogTable() {}

  static TableDefinition of(boolean temporary) {
    return temporary ? TEMP_SCHEMA : SCHEMA;
  }

  private static TableDefinition define(String name) {
    TableDraft draft = new TableDraft(name, "", Tree.CATALOG_ID);
    add(draft, "type", "TEXT", Affinity.TEXT);
    add(draft, "name", "TEXT", Affinity.TEXT);
    add(draft, "tbl_name", "TEXT", Affinity.TEXT);
    add(draft, "rootpage", "INT", Affinity.INTEGER);
    add(draft, "sql", "TEXT", Affinity.TEXT);
    return new TableDefinition(draft);
  }

  private static void add(TableDraft draft, String name, String type, Affinity affinity) {
    int index = draft.columns.size();
    draft.columns.add(
        new TableColumn(
            index,
            name,
            type,
            affinity,
            "BINARY",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            index));
  }
}
