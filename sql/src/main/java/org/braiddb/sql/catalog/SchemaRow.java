package org.braiddb.sql.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of the catalogue. Immutable; equal to one of which all is equal. */
public final class SchemaRow {
  private final long rowid;
  private final String type;
  private final String name;
  private final String tableName;
  private final long root;
  private final String sql;
  private final String nameKey;
  private final String relationKey;

  /**
   * A row.
   *
   * @param rowid its rowid there
   * @param type {@code table}, {@code index}, {@code view} or {@code trigger}
   * @param tableName the table or view it belongs to; its own name for a table or view
   * @param root the tree's id; 0 where it has none
   * @param sql its definition; empty where NULL is stored, for automatic indexes
   */
  public SchemaRow(long rowid, String type, String name, String tableName, long root, String sql) {
    this.rowid = rowid;
    this.type = type;
    this.name = name;
    this.tableName = tableName;
    this.root = root;
    this.sql = sql;
    nameKey = NameKey.of(name);
    relationKey = type.equals("table") || type.equals("view") ? nameKey : NameKey.of(tableName);
  }

  /** Its rowid in the catalogue. */
  public long rowid() {
    return rowid;
  }

  /** What it is: {@code table}, {@code index}, {@code view} or {@code trigger}. */
  public String type() {
    return type;
  }

  /** The object's name. */
  public String name() {
    return name;
  }

  /** The table or view it belongs to; its own name for a table or view. */
  public String tableName() {
    return tableName;
  }

  /** The tree's id; 0 where it has none. */
  public long root() {
    return root;
  }

  /** Its definition; empty where NULL is stored, for automatic indexes. */
  public String sql() {
    return sql;
  }

  /** The {@link NameKey} of its name. */
  String nameKey() {
    return nameKey;
  }

  /** That of the table or view that it is or belongs to. */
  String relationKey() {
    return relationKey;
  }

  /** The same with another definition. */
  public SchemaRow withSql(String other) {
    return new SchemaRow(rowid, type, name, tableName, root, other);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return this == object
        || object instanceof SchemaRow other
            && rowid == other.rowid
            && root == other.root
            && type.equals(other.type)
            && name.equals(other.name)
            && tableName.equals(other.tableName)
            && sql.equals(other.sql);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rowid, name);
  }

  @Override
  public String toString() {
    return type + " " + name + " of " + tableName + " at " + root + ": " + sql;
  }
}
