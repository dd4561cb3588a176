/**
 * The only door to the disk: every byte that the file engine reads or writes passes through {@link
 * org.braiddb.storage.file.io.FileSystem} and {@link org.braiddb.storage.file.io.FileHandle}.
 *
 * <p>Invariant: no operation of one thread, not even {@link java.lang.Thread#interrupt()}, closes a
 * file under the other threads; and no file that carries locks is opened twice in the process,
 * since POSIX drops all locks of a process when any descriptor of the file is closed.
 *
 * <p>Start reading at {@link org.braiddb.storage.file.io.FileHandle}; {@link
 * org.braiddb.storage.file.io.RealFileSystem} is the disk, {@link
 * org.braiddb.storage.file.io.MemoryFileSystem} keeps files on the heap, and {@code
 * org.braiddb.storage.file.io.simulation} has one that loses power.
 */
@NullMarked
package org.braiddb.storage.file.io;

import org.jspecify.annotations.NullMarked;
