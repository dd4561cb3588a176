/**
 * Many connections at once, at random, through JDBC: histories for the checker, bank accounts, and
 * a model to compare with.
 *
 * <p>Every test prints its seed; {@code -Dbraid.seed=N} repeats a run as far as the threads allow,
 * and {@code -Dbraid.stress.scale=N} makes all runs N times as long. Start at {@link
 * org.braiddb.blackbox.stress.RandomHistoryTest}.
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox.stress;
