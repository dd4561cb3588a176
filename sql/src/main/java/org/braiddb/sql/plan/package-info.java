/**
 * From meaning to a way: chooses how the rows of a bound query are found.
 *
 * <p>A plan says, for every SELECT of a query, in which order its sources are visited, by which
 * access ({@link org.braiddb.sql.plan.Access}), and after which of them each condition is decided.
 * Invariants: a plan contains every condition of the query exactly once, either as part of an
 * access or as a condition of a step; a condition over the optional side of an outer join is
 * decided inside that side only if it belongs to its ON clause.
 *
 * <p>Start reading at {@link org.braiddb.sql.plan.Planner}. The executor turns plans into programs.
 */
@NullMarked
package org.braiddb.sql.plan;

import org.jspecify.annotations.NullMarked;
