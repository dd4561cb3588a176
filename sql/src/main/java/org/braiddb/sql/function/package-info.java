/**
 * The functions that SQL can call: SQLite's built-in ones, and the registry that adds a user's own.
 *
 * <p>A function gets its arguments in {@link org.braiddb.sql.value.Cell}s and writes its result
 * into another; nothing is boxed. Invariants: a built-in gives SQLite's answer for every argument;
 * the set of built-ins is immutable and shared by all connections; a connection's own functions
 * hide built-ins of the same name and are seen by it alone.
 *
 * <p>Start reading at {@link org.braiddb.sql.function.FunctionRegistry}, then {@link
 * org.braiddb.sql.function.FunctionDefinition}. Source: SQLite, "Built-In Scalar SQL Functions" and
 * the pages it links to.
 */
@NullMarked
package org.braiddb.sql.function;

import org.jspecify.annotations.NullMarked;
