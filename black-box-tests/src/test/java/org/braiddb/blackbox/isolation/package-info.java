/**
 * What concurrent transactions may do to each other, asked through JDBC of every journal mode and
 * isolation level that is built.
 *
 * <p>{@link org.braiddb.blackbox.isolation.Regime} names the modes and levels. {@link
 * org.braiddb.blackbox.isolation.Scenario} plays a script of several connections in one thread,
 * step by step, and compares what came of it with stock SQLite running the same transactions one
 * after the other: where no order of them gives the same reads and the same end, there is an
 * anomaly.
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox.isolation;
