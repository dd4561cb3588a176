/**
 * Who takes part: how each engine is reached through JDBC, how its transactions are run so that
 * they come to their end, and which settings make its commits comparable.
 *
 * <p>Invariant: a {@link org.braiddb.bench.contender.Contender} is run as its own documentation
 * advises, and it takes part in a durability group only where its commits are what the group says.
 *
 * <p>Start reading at {@link org.braiddb.bench.contender.Contenders}.
 */
@NullMarked
package org.braiddb.bench.contender;

import org.jspecify.annotations.NullMarked;
