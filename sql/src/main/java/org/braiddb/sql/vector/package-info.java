/**
 * Expressions over many rows at once: the rows of a page, column by column, in primitive arrays.
 *
 * <p>A {@link org.braiddb.sql.vector.Batch} is a block of a table's rows, or of entries of an index
 * that has all columns asked for, and which of them are left after the conditions so far. A {@link
 * org.braiddb.sql.vector.VectorExpr} computes its values for all rows left, a {@link
 * org.braiddb.sql.vector.VectorCondition} whether it holds for each. One call then does the work of
 * dozens, in loops that the JVM compiles once for all statements.
 *
 * <p>Invariants: what is computed here equals what the executor's evaluators compute row by row, to
 * the bit; whatever is unusual (text in arithmetic, integers that overflow, a BLOB, a damaged
 * record) is declined by answering false, nothing having changed, and the caller goes through the
 * rows of this batch one by one; so nothing here fails, and nothing here has effects.
 *
 * <p>Start reading at {@link org.braiddb.sql.vector.VectorCompiler}, which says what can be done
 * so.
 */
@NullMarked
package org.braiddb.sql.vector;

import org.jspecify.annotations.NullMarked;
