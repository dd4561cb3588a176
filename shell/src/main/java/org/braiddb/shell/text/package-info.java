/**
 * What the shell knows of text without asking the engine: where a statement ends, how names and
 * values are written in SQL, how a dot command splits into words, how wide text is on a screen.
 *
 * <p>Invariant: nothing here knows a database; everything is a function of its arguments or a small
 * state machine over the text fed to it.
 *
 * <p>Start reading at {@link org.braiddb.shell.text.StatementScanner}.
 */
@NullMarked
package org.braiddb.shell.text;

import org.jspecify.annotations.NullMarked;
