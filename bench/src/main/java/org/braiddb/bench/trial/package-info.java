/**
 * One contender doing one workload: its files, its clients, and what is counted while they run.
 *
 * <p>Invariant: a trial ends with the workload's own check of the database; a result without that
 * check is not a result.
 *
 * <p>Start reading at {@link org.braiddb.bench.trial.Trial}.
 */
@NullMarked
package org.braiddb.bench.trial;

import org.jspecify.annotations.NullMarked;
