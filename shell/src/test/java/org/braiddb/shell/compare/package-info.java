/** Workload files, read, run and judged. */
@NullMarked
package org.braiddb.shell.compare;

import org.jspecify.annotations.NullMarked;
