/**
 * From names to meanings: turns the syntax tree of a query or an expression into the bound tree, in
 * which every name is a column of a known source, every function is a definition, and every
 * comparison carries the affinity and the collation it is made under.
 *
 * <p>Invariants: a {@link org.braiddb.sql.bind.BoundExpr} holds no unresolved name; the numbers of
 * sources are unique within one statement, so that a tree can be moved to another place (a view
 * into its user, a condition into a subquery) without renaming; bound trees are immutable.
 *
 * <p>Start reading at {@link org.braiddb.sql.bind.Binder}, {@link org.braiddb.sql.bind.BoundExpr}
 * and {@link org.braiddb.sql.bind.BoundQuery}. {@code ExpressionBinder} looks names up in a {@code
 * Scope}; {@code ComparisonRules} has the rules of affinity and collation. Source: SQLite,
 * "SELECT", "Expressions" and "Datatypes In SQLite".
 */
@NullMarked
package org.braiddb.sql.bind;

import org.jspecify.annotations.NullMarked;
