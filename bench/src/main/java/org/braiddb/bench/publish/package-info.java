/**
 * Turns the raw data of a comparison into what the documentation shows of it: the table of targets
 * and the chart.
 *
 * <p>Invariant: nothing is measured or remembered here; the same raw data gives the same words, so
 * that a test can hold the pages to the data beside them.
 *
 * <p>Start reading at {@link org.braiddb.bench.publish.Publication}.
 */
@NullMarked
package org.braiddb.bench.publish;

import org.jspecify.annotations.NullMarked;
