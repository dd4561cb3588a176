/**
 * The schema as the binder and the executor see it: immutable definitions made from the rows of the
 * catalogue tree by parsing their SQL.
 *
 * <p>A {@link org.braiddb.sql.catalog.SchemaCatalog} describes one database at one schema cookie
 * and is shared by all connections; {@link org.braiddb.sql.catalog.SchemaScopes} is the list of
 * those a connection looks names up in.
 *
 * <p>Invariants: a definition never changes, so that a plan may keep it until the cookie does;
 * names are looked up without regard to the case of ASCII letters; an object whose text cannot be
 * understood is kept as a {@link org.braiddb.sql.catalog.UnsupportedRelation} or in {@link
 * org.braiddb.sql.catalog.TableDefinition#unsupported()} and fails by name when it is used, so that
 * nothing else in its file becomes unusable.
 *
 * <p>Start reading at {@link org.braiddb.sql.catalog.SchemaCatalog}, then {@link
 * org.braiddb.sql.catalog.TableDefinition}. {@code TableDefiner} turns CREATE TABLE into a
 * definition and holds the rules of rowid aliases and automatic indexes.
 */
@NullMarked
package org.braiddb.sql.catalog;

import org.jspecify.annotations.NullMarked;
