package org.braiddb.sql.catalog;

/**
 * A row of the catalogue.
 *
 * @param rowid its rowid there
 * @param type {@code table}, {@code index}, {@code view} or {@code trigger}
 * @param tableName the table or view it belongs to; its own name for a table or view
 * @param root the tree's id; 0 where it has none
 * @param sql its definition; empty where NULL is stored, for automatic indexes
 */
public record SchemaRow(
    long rowid, String type, String name, String tableName, long root, String sql) {

  /** The same with another definition. */
  public SchemaRow withSql(String other) {
    return new SchemaRow(rowid, type, name, tableName, root, other);
  }
}
