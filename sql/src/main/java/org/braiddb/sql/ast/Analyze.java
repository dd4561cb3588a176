package org.braiddb.sql.ast;

import java.util.Optional;

/** ANALYZE of everything, or of a schema, table or index. */
public record Analyze(Optional<QualifiedName> target, Span span) implements Statement {}
