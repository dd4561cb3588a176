package org.braiddb.sql.ast;

/**
 * A statement. Its span reaches from its first to its last token, the semicolon not included;
 * inside EXPLAIN and triggers the same types stand for the inner statements.
 */
public sealed interface Statement extends Node
    permits Select,
        Insert,
        Update,
        Delete,
        SchemaStatement,
        TransactionStatement,
        Pragma,
        Explain,
        Attach,
        Detach,
        Vacuum,
        Reindex,
        Analyze {}
