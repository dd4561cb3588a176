/**
 * INSERT, UPDATE and DELETE: rows and their index entries, constraints, conflict clauses, triggers,
 * foreign keys.
 *
 * <ul>
 *   <li>{@code ChangeCompiler} compiles a statement with all that it may set off; {@code
 *       InsertCompiler}, {@code UpdateCompiler} and {@code DeleteCompiler} make a {@code
 *       ChangeAction} of a statement or of a step of a trigger.
 *   <li>{@code ChangeRun} is one run of a statement; {@code TableChanger} changes one table in it:
 *       it checks the constraints of a new row, resolves conflicts, keeps every index in step,
 *       fires triggers and tells the foreign keys. {@code RowPlan} is what was decided beforehand.
 *   <li>{@code TriggerProgram} is a trigger as a statement runs it, {@code TriggerBody} its
 *       compiled statements over images of OLD and NEW.
 *   <li>{@code RowImage} is a row in memory; {@code TableStore} reads and writes rows in the trees.
 *   <li>{@code ForeignKeys} keeps references between tables.
 * </ul>
 *
 * <p>Invariants: all checks of a row come before its first write, so that an ignored or failed row
 * leaves nothing behind; an index has exactly the entries that its table's rows ask for; what a
 * statement may fire is compiled before it changes anything, so that what is wrong in a trigger or
 * not understood about a table fails it whole; what runs inside a trigger may change any row, so
 * that rows are looked up anew after it.
 *
 * <p>Start reading at {@code TableChanger}. Source: SQLite, "INSERT", "UPDATE", "DELETE", "UPSERT",
 * "ON CONFLICT", "CREATE TRIGGER", "Foreign Key Support".
 */
@NullMarked
package org.braiddb.sql.change;

import org.jspecify.annotations.NullMarked;
