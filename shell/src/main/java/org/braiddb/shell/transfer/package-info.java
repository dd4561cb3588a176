/**
 * Whole tables in and out: CSV files read, databases written as SQL.
 *
 * <p>Invariants: an import is one transaction, so that a failure leaves no rows behind; a dump
 * shows one snapshot, and SQLite reads back exactly what it says.
 *
 * <p>Start reading at {@link org.braiddb.shell.transfer.Dump} and {@link
 * org.braiddb.shell.transfer.CsvImport}.
 */
@NullMarked
package org.braiddb.shell.transfer;

import org.jspecify.annotations.NullMarked;
