/**
 * Which image of a page a snapshot sees, and the images held in memory.
 *
 * <p>For each page there is a chain of versions, newest first, each knowing the commit that made
 * it, where its bytes are (in memory only, in a frame of the log, or in the database file) and,
 * while there is room, the bytes. One array access thus answers both what SQLite's wal-index
 * answers and what a page cache answers. A missing end of a chain stands for "as the database file
 * has it".
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>C1: an image is never written after it was put into a version.
 *   <li>C2: versions are taken out of a chain only when no snapshot, open or still to come, can see
 *       them. Those that lie between what two of the oldest snapshots see are taken out too, so
 *       that a chain does not grow while a snapshot stays open.
 *   <li>C3: a version's place changes from a frame to the database file only after the page was
 *       copied there, and before that frame is overwritten; who reads a place looks afterwards
 *       whether it still is the version's place.
 *   <li>C4: the database file's page is overwritten only by a version that every snapshot sees or
 *       has outdated.
 *   <li>C5: an image stands in the table by itself, without a version, only if it is the page's
 *       only one, its bytes are in the database file, and every snapshot, open or still to come,
 *       sees it. Then a reader needs to know nothing else, and finds it with one memory access
 *       less. Slots change by compare-and-set, so that an image never stands beside a newer
 *       version: who pushes one makes a version of the image first. A version is made bare under
 *       the lock of the ring, where it stays and through which it is evicted.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.file.cache.PageTable}.
 */
@NullMarked
package org.braiddb.storage.file.cache;

import org.jspecify.annotations.NullMarked;
