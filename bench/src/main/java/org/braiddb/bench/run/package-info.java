/**
 * Trials by JMH: every cell of a plan (workload, contender, durability, threads) in a process of
 * its own, contenders taking turns so that what drifts hits all of them.
 *
 * <p>Invariant: a cell that fails is a row of the report that says why; it is never left out.
 *
 * <p>Start reading at {@link org.braiddb.bench.run.Comparison}.
 */
@NullMarked
package org.braiddb.bench.run;

import org.jspecify.annotations.NullMarked;
