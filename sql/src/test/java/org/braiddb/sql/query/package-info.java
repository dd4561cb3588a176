/** Queries against Braid and SQLite over the same data. */
@NullMarked
package org.braiddb.sql.query;

import org.jspecify.annotations.NullMarked;
