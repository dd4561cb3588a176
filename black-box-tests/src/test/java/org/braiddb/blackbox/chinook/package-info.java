/**
 * The Chinook music shop (11 tables, 15,607 rows), which its publisher ships as an HSQLDB script,
 * as SQLite statements.
 *
 * <p>Start reading at {@link org.braiddb.blackbox.chinook.Chinook}.
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox.chinook;
