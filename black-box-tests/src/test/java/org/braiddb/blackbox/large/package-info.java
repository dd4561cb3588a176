/**
 * Transactions that are too large, or open for too long, for what may be kept of them in memory: in
 * processes of their own, with little heap.
 *
 * <p>Start reading at {@code SmallHeapTest}.
 */
@NullMarked
package org.braiddb.blackbox.large;

import org.jspecify.annotations.NullMarked;
