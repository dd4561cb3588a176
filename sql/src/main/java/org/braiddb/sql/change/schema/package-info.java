/**
 * CREATE, DROP and ALTER TABLE: the rows of the catalogue and the trees they name; ANALYZE and
 * REINDEX.
 *
 * <p>Invariants: the text stored in the catalogue is the one SQLite would store, so that SQLite
 * reads the file; rows and trees come and go together, in one statement; the schema cookie changes
 * with them, so that every connection reads the catalogue anew.
 *
 * <p>Start reading at {@code SchemaStatementCompiler}; {@code SchemaWriter} changes the catalogue.
 * For ALTER TABLE, {@code AlteredSchema} is the catalogue as it will be; {@code DefinitionWalk}
 * says what the names in a definition mean, so that {@code DefinitionNames} can write others there;
 * and {@code DefinitionCheck} holds the result to meaning something.
 */
@NullMarked
package org.braiddb.sql.change.schema;

import org.jspecify.annotations.NullMarked;
