package org.braiddb.sql.ast;

/** DETACH; a bare word arrives as an {@link Expr.Column} and means its text. */
public record Detach(Expr schema, Span span) implements Statement {}
