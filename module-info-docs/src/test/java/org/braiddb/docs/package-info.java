/**
 * Holds the documentation of the modules, and the guide for authors of storage engines, to what
 * they describe: what is generated is generated again and compared, what is to be typed is run.
 *
 * <p>Start reading at {@link org.braiddb.docs.PagesTest} and {@link org.braiddb.docs.GuideTest}.
 */
@NullMarked
package org.braiddb.docs;

import org.jspecify.annotations.NullMarked;
