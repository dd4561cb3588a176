/**
 * What a transaction sees and changes: private copies of pages over a snapshot, savepoints, the
 * free list, the header's fields.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>T1: a private page is seen by its transaction only, until the commit publishes its array;
 *       from then on nobody writes into it.
 *   <li>T2: a page captured by an open savepoint is copied before it is changed again, so that
 *       rolling back only puts old arrays in place.
 *   <li>T3: a page is in exactly one of: a tree, the free list, a trunk of it.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.file.transaction.TransactionPages}.
 */
@NullMarked
package org.braiddb.storage.file.transaction;

import org.jspecify.annotations.NullMarked;
