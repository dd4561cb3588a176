/**
 * Processes that are killed while many of their threads commit, and what is left of their work.
 *
 * <p>Start reading at {@code KillLoopTest}.
 */
@NullMarked
package org.braiddb.blackbox.kill;

import org.jspecify.annotations.NullMarked;
