/**
 * INSERT, UPDATE and DELETE: rows and their index entries, constraints, conflict clauses, foreign
 * keys.
 *
 * <ul>
 *   <li>{@code InsertCompiler}, {@code UpdateCompiler}, {@code DeleteCompiler} make programs of
 *       statements.
 *   <li>{@code TableChanger} changes one table: it checks the constraints of a new row, resolves
 *       conflicts, keeps every index in step and tells the foreign keys.
 *   <li>{@code RowImage} is a row in memory; {@code TableStore} reads and writes rows in the trees.
 *   <li>{@code ForeignKeys} keeps references between tables.
 * </ul>
 *
 * <p>Invariants: all checks of a row come before its first write, so that an ignored or failed row
 * leaves nothing behind; an index has exactly the entries that its table's rows ask for; a table
 * that has triggers, or anything else that is not understood, is not changed at all.
 *
 * <p>Start reading at {@code TableChanger}. Source: SQLite, "INSERT", "UPDATE", "DELETE", "UPSERT",
 * "ON CONFLICT", "Foreign Key Support".
 */
@NullMarked
package org.braiddb.sql.change;

import org.jspecify.annotations.NullMarked;
