/**
 * Rewrites the jar of the driver when it is built, so that a program with it starts faster. Run by
 * the build from the source, and no part of the jar.
 *
 * <p>What is rewritten does the same as before; a call that is not known how to rewrite stays.
 * Start reading at {@code LinkedJar}.
 */
package org.braiddb.link;
