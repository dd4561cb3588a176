/** That reports leave nothing out and need nothing else. */
@NullMarked
package org.braiddb.bench.report;

import org.jspecify.annotations.NullMarked;
