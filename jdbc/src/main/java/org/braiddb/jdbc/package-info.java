/** java.sql driver and data source. */
@NullMarked
package org.braiddb.jdbc;

import org.jspecify.annotations.NullMarked;
