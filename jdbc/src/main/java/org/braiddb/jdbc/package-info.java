/**
 * The JDBC driver: {@code java.sql} over the embedding API.
 *
 * <p>It keeps what JDBC promises and the embedding API does not know of: transactions that begin by
 * themselves when auto-commit is off, several results of one text, labels, calendars, SQLStates.
 * Everything else is handed on. Start reading at {@link org.braiddb.jdbc.BraidDriver} and {@link
 * org.braiddb.jdbc.JdbcConnection}.
 */
@NullMarked
package org.braiddb.jdbc;

import org.jspecify.annotations.NullMarked;
