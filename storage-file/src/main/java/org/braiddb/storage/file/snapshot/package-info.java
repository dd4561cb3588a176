/**
 * Which snapshots are open, so that nothing they see is overwritten or forgotten.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>S1: a horizon is a commit such that no snapshot before it is open or will be opened.
 *   <li>S2: of the oldest snapshots, the first is a horizon, and each snapshot that is open or will
 *       be opened is one of them or not older than the last.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.file.snapshot.OpenSnapshots}.
 */
@NullMarked
package org.braiddb.storage.file.snapshot;

import org.jspecify.annotations.NullMarked;
