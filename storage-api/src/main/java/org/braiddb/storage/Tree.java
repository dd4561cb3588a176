package org.braiddb.storage;

import org.braiddb.storage.record.KeyOrder;

/**
 * Names a tree inside a transaction and declares how it is ordered. The engine keeps no schema: the
 * caller, who read the catalogue, declares the same order every time.
 *
 * <p>Ids are opaque and positive. The id of a tree made in a transaction is good in that
 * transaction only; after its commit the catalogue's records tell the final one.
 */
public sealed interface Tree {
  /**
   * The catalogue: a table tree whose records are {@code (type TEXT, name TEXT, tbl_name TEXT, id
   * INTEGER, sql TEXT)}. Where a transaction stores the id of a tree of its own making in the
   * fourth column, the engine stores the final id at commit.
   */
  long CATALOG_ID = 1;

  /** The catalogue's tree. */
  Table CATALOG = new Table(CATALOG_ID, "sqlite_schema");

  /** The opaque id. */
  long id();

  /** What error messages and conflicts call it: the table's or index's name. */
  String name();

  /** A table tree: records by 64-bit rowid, ascending. */
  record Table(long id, String name) implements Tree {}

  /**
   * An index tree: distinct records in key order. All columns take part in the order: those of
   * {@code order}, then the rest (the rowid or primary key of the row) BINARY and ascending.
   *
   * @param order collation and direction of the indexed columns
   * @param uniqueColumns how many leading columns are declared unique; 0 for a non-unique index.
   *     Entries whose unique columns hold a NULL never clash. The caller looks for duplicates in
   *     its snapshot; the engine for those that other transactions commit
   * @param tableName the table it belongs to
   */
  record Index(long id, String name, KeyOrder order, int uniqueColumns, String tableName)
      implements Tree {}

  /**
   * An index tree that is the table: WITHOUT ROWID. Records are unique by the columns of {@code
   * key}; the columns after those are carried along.
   */
  record Clustered(long id, String name, KeyOrder key) implements Tree {}
}
