/**
 * Dates and times: text and numbers to moments, moments changed by modifiers, moments to text.
 *
 * <p>A {@link org.braiddb.sql.function.datetime.Moment} counts milliseconds from noon of
 * -4713-11-24 in the proleptic Gregorian calendar (Julian day 0), as SQLite does, and answers from
 * year -4713 to 9999. Invariant: the same arguments give the text and the numbers that SQLite
 * gives, its quirks included, since applications store them.
 *
 * <p>Start reading at {@link org.braiddb.sql.function.datetime.MomentReader}. Source: SQLite, "Date
 * And Time Functions"; Meeus, "Astronomical Algorithms", chapter 7.
 */
@NullMarked
package org.braiddb.sql.function.datetime;

import org.jspecify.annotations.NullMarked;
