package org.braiddb.sql.bind;

import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collation;

/**
 * How two values are compared.
 *
 * @param affinity is applied to both operands first; {@link Affinity#BLOB} leaves them, REAL and
 *     INTEGER have become {@link Affinity#NUMERIC}
 * @param collation compares TEXT with TEXT
 */
public record ComparisonRule(Affinity affinity, Collation collation) {}
