/**
 * Writes down what a comparison gave: a text table, a page that needs nothing but a browser, and
 * the raw data beside it.
 *
 * <p>Invariant: what failed and who was absent is on every report, with the reason.
 *
 * <p>Start reading at {@link org.braiddb.bench.report.Reports}.
 */
@NullMarked
package org.braiddb.bench.report;

import org.jspecify.annotations.NullMarked;
