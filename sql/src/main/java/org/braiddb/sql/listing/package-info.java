/**
 * Programs written down, as EXPLAIN shows them: what a statement will do, one operation a row, in
 * the columns that SQLite has for it.
 *
 * <p>A program of Braid is a tree of operators, not a list of instructions for registers. Its
 * listing is that tree from the outside in: an operation is followed by those that it is made of,
 * or runs for each of its rows, and {@code p2} is the address behind the last of them. Invariant:
 * what is listed is read off the plan that the statement would run by, so that nothing is shown
 * that is not done; whether rows are worked on one by one or in blocks is not shown.
 *
 * <p>Start with {@link org.braiddb.sql.listing.Listing}, then {@link
 * org.braiddb.sql.listing.PlanListing}; the list of operations is in docs/explain.md.
 */
@NullMarked
package org.braiddb.sql.listing;

import org.jspecify.annotations.NullMarked;
