/**
 * Tools that applications put on top of JDBC, used as their manuals say: a pool, an object mapper,
 * a migration tool. They know the dialect by the product name in the driver's metadata.
 */
@NullMarked
package org.braiddb.tools;

import org.jspecify.annotations.NullMarked;
