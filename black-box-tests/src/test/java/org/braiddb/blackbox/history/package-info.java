/**
 * Judges histories of concurrent transactions: which anomalies of isolation they show.
 *
 * <p>{@link org.braiddb.blackbox.history.Recorder} collects what transactions did; {@link
 * org.braiddb.blackbox.history.Effects} tells what each read from others and left to others; {@link
 * org.braiddb.blackbox.history.Versions} finds the order of the versions of every object, from
 * which come the dependencies of Adya's theory (write-write, write-read, read-write) in a {@link
 * org.braiddb.blackbox.history.DependencyGraph}; {@link org.braiddb.blackbox.history.Cycles} names
 * the cycles in it. Start at {@link org.braiddb.blackbox.history.HistoryChecker}.
 *
 * <p>H1: every value is written to an object once, so that a value read names its writer. H2:
 * nothing is reported that a correct engine could have caused: all inferences are sound. The kinds
 * of objects: a list, to which values are appended and whose reads give the order of versions; a
 * register, whose order is inferred from reads before writes and from real time; a set, to which
 * values are added, and whose versions commute. (Adya, Weak Consistency, 1999; Kingsbury and
 * Alvaro, Elle, 2020; Cerone and Gotsman, Analysing Snapshot Isolation, 2016.)
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox.history;
