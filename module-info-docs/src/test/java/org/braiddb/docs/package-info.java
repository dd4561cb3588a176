/**
 * Holds the documentation of the modules, and the guide for authors of storage engines, to what
 * they describe: what is generated is generated again and compared, what is to be typed is run.
 *
 * <p>After a change of a descriptor or of the example, {@code ./mvnw -Dquick verify
 * -Dbraid.docs.write=true -pl module-info-docs -am -Dtest=PagesTest} writes the pages anew.
 */
@NullMarked
package org.braiddb.docs;

import org.jspecify.annotations.NullMarked;
