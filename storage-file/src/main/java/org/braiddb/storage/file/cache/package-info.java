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
 *   <li>C2: versions are cut from the old end of a chain only when no snapshot, open or still to
 *       come, can see them.
 *   <li>C3: a version's place changes from a frame to the database file only after the page was
 *       copied there, and before that frame is overwritten; who reads a place looks afterwards
 *       whether it still is the version's place.
 *   <li>C4: the database file's page is overwritten only by a version that every snapshot sees or
 *       has outdated.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.file.cache.PageTable}.
 */
@NullMarked
package org.braiddb.storage.file.cache;

import org.jspecify.annotations.NullMarked;
