/**
 * The arrows between Braid's modules, held by reading what the build has made of them.
 *
 * <p>Start reading at {@link org.braiddb.blackbox.modules.ModuleArrowsTest}.
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox.modules;
