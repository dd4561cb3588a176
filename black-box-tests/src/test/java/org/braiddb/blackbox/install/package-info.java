/**
 * Braid as it is installed: JVMs started with the whole or a part of its modules, on the module
 * path or on the class path.
 *
 * <p>{@link org.braiddb.blackbox.install.StrategyRemovalTest} takes strategies away; {@link
 * org.braiddb.blackbox.install.DriverJarTest} uses the one jar. Both start {@link
 * org.braiddb.blackbox.install.ModeProbe} or {@link org.braiddb.blackbox.install.DriverProbe} in a
 * JVM of their own.
 */
@org.jspecify.annotations.NullMarked
package org.braiddb.blackbox.install;
