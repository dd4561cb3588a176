/** The SQLite file: pages, B-trees, log, commit. */
@NullMarked
package org.braiddb.storage.file;

import org.jspecify.annotations.NullMarked;
