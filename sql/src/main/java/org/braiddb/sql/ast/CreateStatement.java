package org.braiddb.sql.ast;

/** A statement that adds an object to the schema, whose text the schema table then stores. */
public sealed interface CreateStatement extends SchemaStatement
    permits CreateTable, CreateIndex, CreateView, CreateTrigger, CreateVirtualTable {
  /** The object's name, with the schema it was asked to be in. */
  QualifiedName name();

  /** IF NOT EXISTS was given. */
  boolean ifNotExists();

  /**
   * The part of the statement's text that the schema table keeps: from the object's own name,
   * without its schema, to the end of the statement.
   */
  Span definition();

  /**
   * What the schema table stores in its {@code sql} column, except for CREATE TABLE ... AS SELECT,
   * whose entry is made from the columns of the query.
   *
   * @param text the text given to the parser
   */
  default String schemaSql(String text) {
    String kind =
        switch (this) {
          case CreateTable _ -> "TABLE ";
          case CreateIndex index -> index.unique() ? "UNIQUE INDEX " : "INDEX ";
          case CreateView _ -> "VIEW ";
          case CreateTrigger _ -> "TRIGGER ";
          case CreateVirtualTable _ -> "VIRTUAL TABLE ";
        };
    return "CREATE " + kind + definition().of(text);
  }
}
