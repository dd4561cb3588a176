/**
 * PRAGMA: settings of a connection, numbers kept with a database, and tables about the schema, in
 * the shapes that SQLite answers.
 *
 * <p>Invariants: what a pragma cannot do here it says by name, and changes nothing; a name that
 * nobody knows is ignored, as in SQLite.
 *
 * <p>Start reading at {@link org.braiddb.sql.pragma.PragmaCompiler}, the table of all names; {@code
 * PragmaTables} makes those that answer rows tables for FROM. Source: SQLite, "PRAGMA Statements".
 */
@NullMarked
package org.braiddb.sql.pragma;

import org.jspecify.annotations.NullMarked;
