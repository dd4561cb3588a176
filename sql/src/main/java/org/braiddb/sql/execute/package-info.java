/**
 * The executor: programs of small objects that find rows and compute values.
 *
 * <p>An {@link org.braiddb.sql.execute.Evaluator} computes one expression: it leaves the value in
 * the primitive slots of the {@link org.braiddb.sql.execute.Frame} and returns its type. A {@code
 * Loop} moves sources from row to row, a {@code RowStream} yields result rows. A {@link
 * org.braiddb.sql.execute.QueryProgram} is the root of such a tree; it belongs to one prepared
 * statement, keeps its state in its nodes, and is run again and again without being rebuilt.
 *
 * <p>Invariants: no value is boxed and nothing is allocated per row where a row is only read; bytes
 * of TEXT and BLOB refer to the page or buffer they lie in and are copied only where they must
 * outlive their row; TEXT is UTF-8 everywhere in here: columns of UTF-16 databases are converted as
 * they are read.
 */
@NullMarked
package org.braiddb.sql.execute;

import org.jspecify.annotations.NullMarked;
