/**
 * What SQL asks of any storage engine.
 *
 * <p>Rows, not pages, cross this interface: SQL sees ordered trees of records inside transactions.
 */
@NullMarked
package org.braiddb.storage;

import org.jspecify.annotations.NullMarked;
