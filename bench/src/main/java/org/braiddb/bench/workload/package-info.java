/**
 * What is measured: data sets, the transactions that clients run on them, and what must hold
 * afterwards.
 *
 * <p>Invariant: a workload that writes can tell from the database alone whether every commit that
 * its clients counted is there, and fails where one is missing or is there twice.
 *
 * <p>Start reading at {@link org.braiddb.bench.workload.Workload} and {@link
 * org.braiddb.bench.workload.Workloads}, the list.
 */
@NullMarked
package org.braiddb.bench.workload;

import org.jspecify.annotations.NullMarked;
