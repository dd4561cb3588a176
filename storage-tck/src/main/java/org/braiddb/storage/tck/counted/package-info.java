/**
 * A decorator that counts calls by tree, for tests that hold a statement to the way it takes: rows
 * found together are shown, not stepped to, entries that wait are deleted in one call.
 *
 * <p>Start reading at {@link org.braiddb.storage.tck.counted.CallCounts}.
 */
@NullMarked
package org.braiddb.storage.tck.counted;

import org.jspecify.annotations.NullMarked;
