package org.braiddb.sql.ast;

/** A statement that changes the schema. */
public sealed interface SchemaStatement extends Statement
    permits CreateStatement, AlterTable, Drop {}
