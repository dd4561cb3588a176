package org.braiddb.sql.catalog;

import java.util.List;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.Tree;

/**
 * A table that is about to be made: what its definition says, and the automatic indexes it needs.
 * Their trees do not exist yet.
 *
 * @param automaticIndexes in the order of their numbers
 */
public record NewTable(TableDefinition definition, List<IndexDefinition> automaticIndexes) {
  /** Copies the list. */
  public NewTable {
    automaticIndexes = List.copyOf(automaticIndexes);
  }

  /** Whether its tree is ordered by its primary key. */
  public boolean clustered() {
    return definition.tree() instanceof Tree.Clustered;
  }

  /**
   * Reads a definition.
   *
   * @param sql the text that will be stored
   * @throws StatementException where it contradicts itself or names an unknown collation
   */
  public static NewTable of(
      String name,
      String sql,
      CreateTable.Body.Columns body,
      CollationSource collations,
      SchemaFormat format) {
    KeyBuilder keys = new KeyBuilder(collations, format);
    TableDraft draft = TableDefiner.define(name, sql, 0, body, keys);
    for (IndexDefinition index : draft.automaticIndexes) {
      keys.requiredOrder(index.keyColumns());
    }
    for (TableColumn column : draft.columns) {
      keys.require(column.collation());
    }
    return new NewTable(new TableDefinition(draft), draft.automaticIndexes);
  }
}
