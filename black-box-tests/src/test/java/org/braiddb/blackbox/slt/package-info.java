/**
 * A runner for sqllogictest files, SQLite's own corpus of statements with their right answers.
 *
 * <p>A file is parsed into {@link org.braiddb.blackbox.slt.TestRecord}s; {@link
 * org.braiddb.blackbox.slt.LogicTestRunner} gives each to a {@link
 * org.braiddb.blackbox.slt.TestedDatabase} and compares answers as the format's definition says
 * (SQLite, "About Sqllogictest"). What is not run is counted by its cause, never dropped in
 * silence.
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox.slt;
