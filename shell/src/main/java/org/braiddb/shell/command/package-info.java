/**
 * The commands that begin with a dot.
 *
 * <p>Invariant: a command is a name, a usage line and an action, all in one table, so that help,
 * completion and the search for the nearest name cannot disagree with what runs.
 *
 * <p>Start reading at {@link org.braiddb.shell.command.CommandTable}.
 */
@NullMarked
package org.braiddb.shell.command;

import org.jspecify.annotations.NullMarked;
