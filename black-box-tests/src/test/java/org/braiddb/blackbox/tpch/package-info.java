/**
 * The 22 queries of TPC-H over its own data, beside SQLite on the same file. The data and the
 * queries come from a library; {@link org.braiddb.blackbox.tpch.TpchQueries} says how the queries
 * are put into SQLite's dialect. Start reading at {@link
 * org.braiddb.blackbox.tpch.TpchDatabase#create}.
 */
@NullMarked
package org.braiddb.blackbox.tpch;

import org.jspecify.annotations.NullMarked;
