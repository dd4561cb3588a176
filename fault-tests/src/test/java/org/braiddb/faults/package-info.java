/**
 * SQL over a simulated disk, in every journal mode: the power is cut and the disk fails at each of
 * a scenario's calls in turn, not at some of them.
 *
 * <p>{@code -Dbraid.test.seed=N} tries other scenarios and other choices of what a power cut
 * leaves; {@code -Dbraid.faults.seeds=N} tries N of them.
 *
 * <p>Start reading at {@link org.braiddb.faults.Scenario}.
 */
@NullMarked
package org.braiddb.faults;

import org.jspecify.annotations.NullMarked;
