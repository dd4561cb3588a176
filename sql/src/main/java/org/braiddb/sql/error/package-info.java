/**
 * How the inside of the SQL layer reports that a statement cannot be prepared or run.
 *
 * <p>Everything below the embedding API throws {@link org.braiddb.sql.error.StatementException} (or
 * one of the narrower exceptions of the parser, the values and the storage engines); the API alone
 * turns them into what applications see. Nothing here depends on any other package of this module.
 */
@NullMarked
package org.braiddb.sql.error;

import org.jspecify.annotations.NullMarked;
