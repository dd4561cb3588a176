/** Tests of the command line. */
@NullMarked
package org.braiddb.bench;

import org.jspecify.annotations.NullMarked;
