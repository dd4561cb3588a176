/**
 * The benchmark: Braid's modes beside each other and beside other engines, all through JDBC.
 *
 * <p>{@link org.braiddb.bench.contender} is who takes part, {@link org.braiddb.bench.workload} is
 * what is done, {@link org.braiddb.bench.trial} does the one by the other and counts, {@link
 * org.braiddb.bench.run} has JMH do that in processes of their own, and {@link
 * org.braiddb.bench.report} writes down what came out. Start reading at {@link
 * org.braiddb.bench.Main}, the command line.
 */
@NullMarked
package org.braiddb.bench;

import org.jspecify.annotations.NullMarked;
