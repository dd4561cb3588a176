/**
 * SQLite's language reference, page by page: cases in text files, each compared with the real
 * SQLite in every journal mode, and the table of {@code COMPATIBILITY.md} that is made of them.
 *
 * <p>{@link org.braiddb.sql.conformance.PageReader} says what a file looks like. A case is a
 * statement: its columns, rows, error code and message must be SQLite's, and for a change the
 * connection's counters too. A case marked as a deliberate difference must differ, so that the list
 * of differences cannot outlive them. Start reading at {@link
 * org.braiddb.sql.conformance.ConformanceTest}.
 */
package org.braiddb.sql.conformance;
