/**
 * Tests that see of Braid what its users see: the built modules and their public API.
 *
 * <p>{@link org.braiddb.blackbox.BuiltModules} finds what the build has made; the packages below
 * each hold one kind of promise to it.
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox;
