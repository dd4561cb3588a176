/**
 * The strategy {@code pagelock}: many writers at once, each with the set of pages that it has read,
 * as SQLite's {@code BEGIN CONCURRENT} has it.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>L1: a concurrent transaction commits only if no page that it has read was changed by a
 *       commit after its snapshot. So each commit could have run, as a whole, at the place of its
 *       number: the committed transactions are serializable. A page is read before it is changed,
 *       so the read set covers the write set.
 *   <li>L2: the history knows the last change of every page that was changed after its floor. A
 *       transaction with an older snapshot than the floor fails, and the error says so.
 * </ul>
 *
 * <p>Page 1 is not in read sets: it holds the header, and where that matters, the schema cookie is
 * compared. Rolling back to a savepoint does not shrink a read set: what was read may have decided
 * what came after.
 *
 * <p>Start reading at {@link org.braiddb.storage.pagelock.ConcurrentTransactionControl}.
 */
@NullMarked
package org.braiddb.storage.pagelock;

import org.jspecify.annotations.NullMarked;
