/**
 * Pages: how the bytes of SQLite's database file are laid out, and the view of them that a
 * transaction gives to its B-trees.
 *
 * <p>The invariant kept here: all that B-trees know of the file is {@link
 * org.braiddb.storage.file.page.PageSource}; start reading there.
 */
@NullMarked
package org.braiddb.storage.file.page;

import org.jspecify.annotations.NullMarked;
