/**
 * A run of the shell: the database it is connected to, its settings, and how text becomes
 * statements, rows and error messages.
 *
 * <p>Invariants: a failed statement is reported once, on the error stream, and makes the run fail;
 * a text runs up to its first failure; dot commands come from outside through {@link
 * org.braiddb.shell.session.DotCommands}, so that this package knows none of them.
 *
 * <p>Start reading at {@link org.braiddb.shell.session.ShellSession} and {@link
 * org.braiddb.shell.session.ScriptRunner}.
 */
@NullMarked
package org.braiddb.shell.session;

import org.jspecify.annotations.NullMarked;
