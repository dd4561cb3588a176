/**
 * SQLite's rollback journal, only as far as to undo a transaction that somebody else's crash left
 * half written: Braid itself never writes one.
 *
 * <pre>
 * header, padded to the sector size       record
 *  0 d9d505f920a163d7                      0 page number
 *  8 number of records, -1: to the end     4 the page before the transaction
 * 12 nonce                                   checksum: the nonce and every 200th byte of the page
 * 16 pages in the database before
 * 20 sector size                          super-journal, at the end of the file, if there is one:
 * 24 page size                               name, its length, its checksum, the magic again
 * </pre>
 *
 * <p>Numbers are big-endian. Source: SQLite, "Database File Format", section 3, and "Atomic
 * Commit".
 *
 * <p>Start reading at {@link org.braiddb.storage.file.journal.RollbackJournal}.
 */
@NullMarked
package org.braiddb.storage.file.journal;

import org.jspecify.annotations.NullMarked;
