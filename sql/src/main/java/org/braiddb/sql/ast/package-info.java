/**
 * The syntax tree: what a statement says, before any name in it has been looked up.
 *
 * <p>Sealed interfaces over immutable records, one record per thing the grammar can say. Nothing
 * here knows a schema: a {@link org.braiddb.sql.ast.Expr.Column} may turn out to be a column, a
 * string literal written with double quotes, or TRUE. Absence is an empty {@code Optional} or an
 * empty list.
 *
 * <p>Invariant: every {@link org.braiddb.sql.ast.Node} carries the range of the text that it was
 * read from, counted in UTF-16 units from the start of the text given to the parser, because result
 * columns are named after that text and schema entries store it.
 *
 * <p>Start reading at {@link org.braiddb.sql.ast.Statement}, then {@link
 * org.braiddb.sql.ast.Select} and {@link org.braiddb.sql.ast.Expr}.
 */
@NullMarked
package org.braiddb.sql.ast;

import org.jspecify.annotations.NullMarked;
