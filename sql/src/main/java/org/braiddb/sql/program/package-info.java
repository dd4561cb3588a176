/**
 * What a prepared statement is while it runs, and what it may ask of its connection.
 *
 * <p>A {@link org.braiddb.sql.program.Program} is made once by compiling a statement and started
 * any number of times; each start gives a {@link org.braiddb.sql.program.Run} that delivers rows. A
 * {@link org.braiddb.sql.program.RunContext} is the connection as programs see it: transactions,
 * parameters, counters.
 *
 * <p>Invariant: a program that changes something makes all its changes in {@code start}, and its
 * rows (RETURNING) are ready before the first is handed out, so that a statement is undone or
 * committed as a whole.
 */
@NullMarked
package org.braiddb.sql.program;

import org.jspecify.annotations.NullMarked;
