/**
 * What SQL asks of any storage engine, written as a contract.
 *
 * <h2>The nouns</h2>
 *
 * <ul>
 *   <li>{@link org.braiddb.storage.StorageEngine}: the service that {@code PRAGMA journal_mode}
 *       finds by name; cheap to construct, opens stores.
 *   <li>{@link org.braiddb.storage.Store}: one open database, shared by all connections of a
 *       process.
 *   <li>{@link org.braiddb.storage.Transaction}: a snapshot and, once writable, changes on top of
 *       it.
 *   <li>{@link org.braiddb.storage.Tree}: what identifies a tree and its order inside a
 *       transaction.
 *   <li>{@link org.braiddb.storage.Cursor}: a position in a tree.
 *   <li>{@link org.braiddb.storage.StorageException}: the one sealed hierarchy of errors.
 * </ul>
 *
 * <p>Rows, not pages, cross this interface: SQL sees ordered trees of records inside transactions.
 * Two kinds of tree exist: table trees, keyed by a 64-bit rowid, and index trees, keyed by a record
 * under a declared order. Tree {@value org.braiddb.storage.Tree#CATALOG_ID} is the catalogue, a
 * table tree whose records are those of SQLite's {@code sqlite_schema}. Values travel as SQLite
 * records ({@link org.braiddb.storage.record}).
 *
 * <h2>Threads</h2>
 *
 * <p>{@link org.braiddb.storage.StorageEngine} and {@link org.braiddb.storage.Store} are safe for
 * use by any number of threads. A transaction and its cursors are used by one thread at a time;
 * handing them from thread to thread needs a happens-before edge made by the caller. Nothing may be
 * kept in a {@code ThreadLocal}: callers may be virtual threads. {@link
 * org.braiddb.storage.CallLimits#cancel()} alone may be called at any time from any thread.
 *
 * <h2>What is visible when</h2>
 *
 * <p>A transaction reads the newest visible commit at its first read or write (or, where {@link
 * org.braiddb.storage.TransactionOptions#atLeast()} asks for it, a commit not before that one),
 * plus its own changes, and nothing that commits later. A commit becomes visible to others at once
 * and as a whole, when it has reached the durability its committer asked for; the committer's own
 * later transactions always see it.
 *
 * <h2>Errors</h2>
 *
 * <p>Any call may throw a {@link org.braiddb.storage.StorageException}. Unless its class says
 * otherwise, the transaction stays open and as it was before the call. Nobody decides anything by
 * matching a message. Violations of the contract by the caller are {@link
 * org.braiddb.storage.MisuseException}.
 */
@NullMarked
package org.braiddb.storage;

import org.jspecify.annotations.NullMarked;
