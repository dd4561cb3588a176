/**
 * TPC-C after its specification (revision 5.11): nine tables, five transactions in the prescribed
 * mix, the consistency conditions checked afterwards. No keying and thinking times; sizes follow
 * the size of the data set; money is in cents, so that sums are exact.
 *
 * <p>Start reading at {@link org.braiddb.bench.workload.tpcc.TpccWorkload}.
 */
@NullMarked
package org.braiddb.bench.workload.tpcc;

import org.jspecify.annotations.NullMarked;
