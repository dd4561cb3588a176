/**
 * SQLite's record format, the common language of the storage SPI, and the order of records.
 *
 * <p>A record is a header (its own length, then one serial type per column, all varints) followed
 * by the column values. Source: SQLite, "Database File Format", section 2.1.
 *
 * <p>Start reading at {@link org.braiddb.storage.record.RecordWriter} and {@link
 * org.braiddb.storage.record.KeyOrder}.
 */
@NullMarked
package org.braiddb.storage.record;

import org.jspecify.annotations.NullMarked;
