/**
 * SQLite's write-ahead log: the file beside the database whose name ends in {@code -wal}.
 *
 * <pre>
 * header, 32 bytes                        frame, 24 bytes and a page
 *  0 magic 0x377f0682, or ..83 where       0 page number
 *    checksums read big-endian words       4 pages in the database after this commit,
 *  4 format version 3007000                  0 in a frame that ends no commit
 *  8 page size                             8 salt 1   } those of the header, else the frame
 * 12 checkpoint sequence number           12 salt 2   } is left over from an earlier round
 * 16 salt 1                               16 checksum of bytes 0-7 and of the page,
 * 20 salt 2                                  continuing that of the frame before
 * 24 checksum of bytes 0-23 (8 bytes)        (the header's for the first)
 * </pre>
 *
 * <p>Numbers are big-endian. Source: SQLite, "Database File Format", section 4.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>W1: a frame counts only if every frame before it and its own salts and checksum are valid,
 *       and a commit frame is at or after it; what lies behind never counts.
 *   <li>W2: the file is extended with zeros ahead of use, so that forcing a commit changes no
 *       metadata; a zero page number ends the log.
 *   <li>W3: starting over raises salt 1 by one and draws salt 2, so that no frame of an earlier
 *       round passes W1.
 * </ul>
 *
 * <p>Start reading at {@link org.braiddb.storage.file.wal.Wal}.
 */
@NullMarked
package org.braiddb.storage.file.wal;

import org.jspecify.annotations.NullMarked;
