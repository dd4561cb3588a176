/** What the benchmark makes of what other programs print. */
@NullMarked
package org.braiddb.bench.run;

import org.jspecify.annotations.NullMarked;
