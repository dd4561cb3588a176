package org.braiddb.sql.ast;

import java.util.Optional;

/** REINDEX of everything, or of a collation, table or index. */
public record Reindex(Optional<QualifiedName> target, Span span) implements Statement {}
