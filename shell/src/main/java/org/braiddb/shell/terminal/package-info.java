/**
 * The shell at a terminal: line editing, history, completion, interruption.
 *
 * <p>Invariant: one entry is one or more whole statements or one dot command; until it is whole,
 * Enter adds a line to it. Ctrl-C stops what runs, or drops the entry; it never ends the shell.
 *
 * <p>Start reading at {@link org.braiddb.shell.terminal.TerminalShell}.
 */
@NullMarked
package org.braiddb.shell.terminal;

import org.jspecify.annotations.NullMarked;
