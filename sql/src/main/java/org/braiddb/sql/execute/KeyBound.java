package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.value.Affinity;

/**
 * A condition that bounds a scan: the scanned column compared with a value.
 *
 * @param affinity is applied to the value first
 * @param alsoBlobs whether BLOBs between the bytes of the bounds are found too
 */
record KeyBound(
    ComparisonOperator operator, Evaluator value, Affinity affinity, boolean alsoBlobs) {}
