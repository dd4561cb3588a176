/**
 * Which snapshots are open, so that nothing they see is overwritten or forgotten.
 *
 * <p>Invariant S1: a horizon is a commit such that no snapshot before it is open or will be opened.
 *
 * <p>Start reading at {@link org.braiddb.storage.file.snapshot.OpenSnapshots}.
 */
@NullMarked
package org.braiddb.storage.file.snapshot;

import org.jspecify.annotations.NullMarked;
