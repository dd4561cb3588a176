/**
 * The strategy {@code wal}: one writer at a time, readers beside it on snapshots, as SQLite's
 * write-ahead log mode has it.
 *
 * <p>Invariant: whoever writes holds the store's writer lock from its first change to the staging
 * of its commit, so a commit stands on the state it has read and needs no validation.
 *
 * <p>Start reading at {@link org.braiddb.storage.wal.WalEngine}.
 */
@NullMarked
package org.braiddb.storage.wal;

import org.jspecify.annotations.NullMarked;
