/** Every workload of every contender, for a handful of transactions. */
@NullMarked
package org.braiddb.bench.trial;

import org.jspecify.annotations.NullMarked;
