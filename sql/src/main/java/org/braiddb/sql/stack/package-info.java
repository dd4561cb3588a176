/**
 * Room for what recurses deeply: {@link org.braiddb.sql.stack.FreshStack} runs it on a thread of
 * its own while the caller waits, so that what SQL allows does not depend on how much is left of
 * the caller's stack. Nothing here depends on any other package of this module.
 */
@NullMarked
package org.braiddb.sql.stack;

import org.jspecify.annotations.NullMarked;
