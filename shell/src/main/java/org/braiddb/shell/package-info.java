/**
 * The command line: reads arguments, opens the database and runs arguments, standard input or a
 * person's typing.
 *
 * <p>Invariant: only {@code Main} ends the process or touches its streams; everything else works on
 * what it is given, so that tests run it in their own process. What only a person needs (line
 * editing) and what only options need (their parser) is not loaded otherwise, because a shell that
 * answers one query must start quickly.
 *
 * <p>Start reading at {@link org.braiddb.shell.Shell}.
 */
@NullMarked
package org.braiddb.shell;

import org.jspecify.annotations.NullMarked;
