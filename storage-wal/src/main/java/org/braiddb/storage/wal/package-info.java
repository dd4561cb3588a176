/** Strategy: single writer. */
@NullMarked
package org.braiddb.storage.wal;

import org.jspecify.annotations.NullMarked;
