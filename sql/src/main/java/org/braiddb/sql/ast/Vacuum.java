package org.braiddb.sql.ast;

import java.util.Optional;

/** VACUUM, perhaps into another file. */
public record Vacuum(Optional<Name> schema, Optional<Expr> into, Span span) implements Statement {}
