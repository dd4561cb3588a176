/** The command line. */
@NullMarked
package org.braiddb.shell;

import org.jspecify.annotations.NullMarked;
