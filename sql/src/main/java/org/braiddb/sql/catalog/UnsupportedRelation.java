package org.braiddb.sql.catalog;

/**
 * A table or view that cannot be used: a virtual table, or a definition that cannot be understood.
 *
 * @param kind what it is, as the catalogue says: {@code table} or {@code view}
 * @param message why it cannot be used, complete: the error of a statement that tries to
 * @param sql its definition as stored; empty where there is none
 * @param virtual whether it is a virtual table
 */
public record UnsupportedRelation(
    String name, String kind, String message, String sql, boolean virtual) implements Relation {}
