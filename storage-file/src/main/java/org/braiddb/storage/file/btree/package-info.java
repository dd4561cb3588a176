/**
 * The B-trees of SQLite's file format over a {@link org.braiddb.storage.file.page.PageSource}:
 * table trees keyed by rowid, index trees keyed by record.
 *
 * <p>The invariants kept here, which {@link org.braiddb.storage.file.btree.TreeChecker} can check:
 *
 * <ol>
 *   <li>T1: entries are in key order; a divider of a table tree is at least the largest rowid to
 *       its left and less than the smallest to its right; a divider of an index tree is an entry
 *       itself.
 *   <li>T2: all leaves are at the same depth.
 *   <li>T3: every page is referenced once, overflow pages included.
 *   <li>T4: in each page every byte behind the cell pointers belongs to one cell, one free block or
 *       the counted fragments.
 *   <li>T5: no page but the root is empty.
 * </ol>
 *
 * <p>What a page claims is never believed: whatever the bytes, reading and changing a tree ends
 * with a result or a {@link org.braiddb.storage.CorruptException}.
 *
 * <p>Start reading at {@link org.braiddb.storage.file.btree.BTree}, then {@link
 * org.braiddb.storage.file.btree.TreeCursor} for reading and {@code Balancer} for writing. Source:
 * SQLite, "Database File Format", section 1.6.
 */
@NullMarked
package org.braiddb.storage.file.btree;

import org.jspecify.annotations.NullMarked;
