/** Contract tests that any storage engine can run. */
@NullMarked
package org.braiddb.storage.tck;

import org.jspecify.annotations.NullMarked;
