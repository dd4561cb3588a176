/**
 * What decorators of an engine have in common: everything is handed on, under the engine's own name
 * and with its capabilities, and its facets take the decorator's transactions.
 *
 * <p>Start reading at {@link org.braiddb.storage.tck.decorator.Calls}, then {@link
 * org.braiddb.storage.tck.decorator.DecoratedEngine}.
 */
@NullMarked
package org.braiddb.storage.tck.decorator;

import org.jspecify.annotations.NullMarked;
