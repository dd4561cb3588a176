package org.braiddb.sql.catalog;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows in which one state of a database's catalogue differs from another. */
public final class SchemaChanges {
  private final TreeMap<Long, @Nullable SchemaRow> rows = new TreeMap<>();

  /** None yet. */
  public SchemaChanges() {}

  /** A row that is new, or is there in place of the one with its rowid. */
  public void put(SchemaRow row) {
    rows.put(row.rowid(), row);
  }

  /** There is no row with that rowid any more. */
  public void remove(long rowid) {
    rows.put(rowid, null);
  }

  /** By rowid, in their order; null where there is none any more. */
  Set<Map.Entry<Long, @Nullable SchemaRow>> entries() {
    return rows.entrySet();
  }
}
