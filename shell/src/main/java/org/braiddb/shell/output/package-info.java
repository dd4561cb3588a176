/**
 * How rows are shown: one {@link org.braiddb.shell.output.RowPrinter} per family of modes.
 *
 * <p>Invariants: a printer asks a row only for its columns and never steps the statement; a result
 * without rows prints nothing; memory is bounded, since aligned modes measure a limited number of
 * rows.
 *
 * <p>Start reading at {@link org.braiddb.shell.output.OutputMode}. Layouts are those of SQLite's
 * shell, except that widths count columns of the screen.
 */
@NullMarked
package org.braiddb.shell.output;

import org.jspecify.annotations.NullMarked;
