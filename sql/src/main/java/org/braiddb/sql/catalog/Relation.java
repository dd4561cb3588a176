package org.braiddb.sql.catalog;

/** What a FROM clause can name: tables and views share one namespace. */
public sealed interface Relation permits TableDefinition, ViewDefinition, UnsupportedRelation {
  /** The name as written when it was created. */
  String name();
}
