/**
 * An open database file: the parts put together, opened, recovered, locked, handed over and closed.
 *
 * <p>Invariant: while a store is open it holds the locks that SQLite's {@code
 * locking_mode=EXCLUSIVE} holds, so that no other process reads or writes the file; within the
 * process only one store has it.
 *
 * <p>Start reading at {@link org.braiddb.storage.file.store.FileStorageEngine}, which a strategy
 * extends, and {@link org.braiddb.storage.file.store.FileStore}.
 */
@NullMarked
package org.braiddb.storage.file.store;

import org.jspecify.annotations.NullMarked;
