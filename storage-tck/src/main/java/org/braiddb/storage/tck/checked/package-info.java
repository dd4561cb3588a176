/**
 * A decorator that finds callers who break the storage contract without noticing.
 *
 * <p>Whatever engine it wraps, it answers as that one does, but: bytes of a record are overwritten
 * as soon as they may change, two threads inside one transaction are an {@link
 * java.lang.AssertionError}, and transactions still open when their store closes, and cursors when
 * their transaction ends, are remembered with the stack that began them.
 *
 * <p>Start reading at {@link org.braiddb.storage.tck.checked.CheckedEngine}.
 */
@NullMarked
package org.braiddb.storage.tck.checked;

import org.jspecify.annotations.NullMarked;
