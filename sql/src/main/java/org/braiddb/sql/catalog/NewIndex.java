package org.braiddb.sql.catalog;

import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.error.StatementException;

/** Reads the definition of an index that is about to be made. */
public final class NewIndex {
  private NewIndex() {}

  /**
   * The index on a table.
   *
   * @param sql the text that will be stored
   * @param root its tree
   * @throws StatementException where it names what the table does not have, or an unknown collation
   */
  public static IndexDefinition of(
      CreateIndex statement,
      String sql,
      TableDefinition table,
      long root,
      CollationSource collations,
      SchemaFormat format) {
    KeyBuilder keys = new KeyBuilder(collations, format);
    TableDraft draft = new TableDraft(table.name(), table.sql(), table.tree().id());
    draft.columns.addAll(table.columns());
    draft.rowidAlias = table.rowidAlias();
    draft.clusteredKey = table.clusteredKey().orElse(null);
    IndexDefinition index = new IndexDefiner(draft, keys).define(statement, sql, root);
    keys.requiredOrder(index.keyColumns());
    return index;
  }
}
