/**
 * SQL values as the executor holds them, and the rules by which they convert and compare.
 *
 * <p>A value lives in a {@link org.braiddb.sql.value.Cell}, a mutable register with one primitive
 * slot per storage class, so that no value is boxed while rows flow. Invariants kept here: a REAL
 * is never NaN; TEXT is UTF-8 whatever the encoding of the database, and text that is not valid
 * UTF-8 survives byte for byte; conversions and comparisons give SQLite's answers, bit for bit.
 *
 * <p>Start reading at {@link org.braiddb.sql.value.Cell}, then {@link
 * org.braiddb.sql.value.Affinity} and {@link org.braiddb.sql.value.ValueComparator}. Source:
 * SQLite, "Datatypes In SQLite".
 */
@NullMarked
package org.braiddb.sql.value;

import org.jspecify.annotations.NullMarked;
