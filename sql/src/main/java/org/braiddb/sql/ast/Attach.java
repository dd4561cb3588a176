package org.braiddb.sql.ast;

import java.util.Optional;

/** ATTACH; a bare word as file or schema arrives as an {@link Expr.Column} and means its text. */
public record Attach(Expr file, Expr schema, Optional<Expr> key, Span span) implements Statement {}
