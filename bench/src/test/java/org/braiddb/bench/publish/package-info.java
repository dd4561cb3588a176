/** What the documentation shows of raw data. */
@NullMarked
package org.braiddb.bench.publish;

import org.jspecify.annotations.NullMarked;
