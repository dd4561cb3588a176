/**
 * The wall between SQLite's file and the strategies that decide which transactions may change it at
 * the same time. The file engine reads, changes, rebases and writes pages; a strategy is told what
 * a transaction reads and changes, and says at COMMIT whether it may and what has to be done over.
 *
 * <p>Who writes when:
 *
 * <ul>
 *   <li>A <i>plain</i> writer (DEFERRED, IMMEDIATE, EXCLUSIVE) holds the store's writer lock from
 *       its first change to the staging of its commit. It cannot lose, so it is never validated; it
 *       is told to its control all the same, for others to be validated against.
 *   <li>A <i>concurrent</i> writer changes private pages, new ones under provisional numbers, and
 *       takes the writer lock for its COMMIT only: it is validated, moved on top of the newest
 *       commit, staged. Where that may take long, it is moved on top of a commit that is newest
 *       just then before it takes the lock, in a few rounds; under the lock only what came after is
 *       left to do.
 * </ul>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>V1: validation, rebase and {@link
 *       org.braiddb.storage.file.concurrency.TransactionControl#staged} of one commit happen under
 *       the writer lock: nothing is staged between them, by nobody.
 *   <li>V2: a private page is published only if the page it was copied from is still the newest
 *       one. The file engine checks this whatever the strategy says.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.file.concurrency.ConcurrencyControl}.
 */
@NullMarked
package org.braiddb.storage.file.concurrency;

import org.jspecify.annotations.NullMarked;
