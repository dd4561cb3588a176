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
 *   <li>T4: a concurrent transaction gives a provisional number to one page only, and each private
 *       page knows the tree it is part of and whether it is an overflow page.
 *   <li>T5: rebasing writes into none of the transaction's own pages, so that a commit that comes
 *       to nothing can be tried again.
 * </ul>
 *
 * <p>In an auto-vacuum database, which has one writer at a time, {@code AutoVacuum} keeps the
 * places of roots and {@code PointerMap} what points to each page.
 *
 * <p>A plain writer allocates from the free list of the newest commit, of which its snapshot is. A
 * concurrent one gives provisional numbers and is moved on top of the newest commit when it
 * commits.
 *
 * <p>Start reading at {@link org.braiddb.storage.file.transaction.TransactionPages}, then {@code
 * Rebase}.
 */
@NullMarked
package org.braiddb.storage.file.transaction;

import org.jspecify.annotations.NullMarked;
