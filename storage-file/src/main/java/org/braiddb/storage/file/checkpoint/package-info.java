/**
 * Copying the log into the database, beside the work: in small portions, since commits wait for the
 * same disk, and again and again what was committed meanwhile, until so little is left that commits
 * can be held up for it and the log starts over.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>K1: nothing is copied beyond the horizon of open snapshots, nor beyond a batch end.
 *   <li>K2: the log is forced up to what is copied before the first page is overwritten.
 *   <li>K3: the database is forced before the log starts over, and before a version's place becomes
 *       the database file.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.file.checkpoint.Checkpointer}.
 */
@NullMarked
package org.braiddb.storage.file.checkpoint;

import org.jspecify.annotations.NullMarked;
