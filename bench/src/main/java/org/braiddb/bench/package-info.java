/**
 * JMH benchmarks of Braid beside its peers, all through JDBC and in one run.
 *
 * <p>Start reading at {@link org.braiddb.bench.Engine}, which fixes what each contender is and how
 * durable its commits are, and {@link org.braiddb.bench.Main}, the command line.
 */
@NullMarked
package org.braiddb.bench;

import org.jspecify.annotations.NullMarked;
