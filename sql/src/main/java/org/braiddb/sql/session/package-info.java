/**
 * Connections: which databases they have, in which transaction their statements run, and what they
 * know of the schema.
 *
 * <ul>
 *   <li>{@link org.braiddb.sql.session.Session}: one connection, its databases and settings.
 *   <li>{@code TransactionScope}: the storage transactions that statements share, with savepoints.
 *       An explicit transaction has one; in autocommit mode every statement has its own.
 *   <li>{@link org.braiddb.sql.session.PreparedStatement}: a compiled statement and its run;
 *       compiled again when the schema has changed.
 *   <li>{@code RecurringStatements}: compilations that statements share whose texts differ in their
 *       literals alone.
 *   <li>{@code StoreRegistry}: the process's open stores, one per database.
 * </ul>
 *
 * <p>Invariants: a statement's changes are all there or none (statement savepoints); a statement
 * runs against the schema that its transaction sees; a transaction that has ended is in no scope.
 *
 * <p>Start reading at {@link org.braiddb.sql.session.Session}, then {@code StatementStarter}.
 */
@NullMarked
package org.braiddb.sql.session;

import org.jspecify.annotations.NullMarked;
