package org.braiddb.sql.ast;

/** EXPLAIN and EXPLAIN QUERY PLAN. */
public record Explain(boolean queryPlan, Statement statement, Span span) implements Statement {}
