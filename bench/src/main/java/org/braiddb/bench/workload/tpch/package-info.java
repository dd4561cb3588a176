/**
 * TPC-H's tables and queries, by the generator and the query texts of {@code io.trino.tpch}. Dates
 * are text, which every contender compares alike. Query 15 needs a view of its own for each run and
 * is left out.
 */
@NullMarked
package org.braiddb.bench.workload.tpch;

import org.jspecify.annotations.NullMarked;
