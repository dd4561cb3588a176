/**
 * From syntax tree back to text.
 *
 * <p>Invariant: parsing what was printed gives the tree that was printed, spans and the spelling of
 * numbers aside. The text is canonical rather than pretty: one line, keywords in capitals, every
 * operator inside another one in parentheses, so that no precedence is needed to read it.
 *
 * <p>{@link org.braiddb.sql.print.SqlPrinter} is the way in.
 */
@NullMarked
package org.braiddb.sql.print;

import org.jspecify.annotations.NullMarked;
