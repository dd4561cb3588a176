/**
 * A decorator that fails calls at random, from a seed, for tests of what stands on an engine: after
 * each failure the transaction must be as it was before the call, or be given up.
 *
 * <p>Start reading at {@link org.braiddb.storage.tck.faulty.FaultyEngine}.
 */
@NullMarked
package org.braiddb.storage.tck.faulty;

import org.jspecify.annotations.NullMarked;
