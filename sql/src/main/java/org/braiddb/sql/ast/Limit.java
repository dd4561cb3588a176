package org.braiddb.sql.ast;

import java.util.Optional;

/** LIMIT and OFFSET; {@code LIMIT a, b} arrives as limit b, offset a. */
public record Limit(Expr limit, Optional<Expr> offset) {}
