package org.braiddb.sql.execute;

import org.braiddb.storage.record.Collation;
import org.jspecify.annotations.Nullable;

/**
 * One term of a sort.
 *
 * @param value the expression; null where it is the result column {@code output}
 */
record SortKey(
    @Nullable Evaluator value,
    int output,
    Collation collation,
    boolean descending,
    boolean nullsFirst) {}
