/**
 * Random scripts of SQL, run by Braid and by stock SQLite: schemas with every kind of column and
 * index, changes with every conflict clause, queries of every form.
 *
 * <p>A seed is a script ({@link org.braiddb.blackbox.fuzz.ScriptFuzzer}), or another one over
 * taller tables ({@link org.braiddb.blackbox.fuzz.TallFuzzer}), whose queries take the ways of the
 * planner that a handful of rows seldom leads to; {@link org.braiddb.blackbox.fuzz.Duel} runs one
 * on both engines up to the first difference. Where SQLite's own answer depends on the order in
 * which it happens to visit rows ({@link org.braiddb.blackbox.fuzz.Ambiguity}) there is no right
 * answer, and nothing is said; every other difference is reduced to a short script ({@link
 * org.braiddb.blackbox.fuzz.Reducer}) and reported.
 *
 * <p>Invariant: scripts are functions of their seeds alone. Start reading at {@link
 * org.braiddb.blackbox.fuzz.FuzzTest}.
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox.fuzz;
