/** The embedding API: open a database, connect, prepare, bind, step. */
@NullMarked
package org.braiddb.sql;

import org.jspecify.annotations.NullMarked;
