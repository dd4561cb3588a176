/**
 * CREATE and DROP: the rows of the catalogue and the trees they name.
 *
 * <p>Invariants: the text stored in the catalogue is the one SQLite would store, so that SQLite
 * reads the file; rows and trees come and go together, in one statement; the schema cookie changes
 * with them, so that every connection reads the catalogue anew.
 *
 * <p>Start reading at {@code SchemaStatementCompiler}; {@code SchemaWriter} changes the catalogue.
 */
@NullMarked
package org.braiddb.sql.change.schema;

import org.jspecify.annotations.NullMarked;
