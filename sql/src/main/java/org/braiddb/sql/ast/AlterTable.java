package org.braiddb.sql.ast;

import java.util.Optional;

/** ALTER TABLE. */
public record AlterTable(QualifiedName table, Action action, Span span) implements SchemaStatement {
  /** What is altered. */
  public sealed interface Action {
    /** RENAME TO. */
    record RenameTable(Name newName) implements Action {}

    /** RENAME [COLUMN] ... TO. */
    record RenameColumn(Name column, Name newName) implements Action {}

    /**
     * ADD [COLUMN].
     *
     * @param text the text that is appended to the table's definition: from the column's name to
     *     the end of the statement
     */
    record AddColumn(ColumnDefinition column, Span text) implements Action {}

    /** DROP [COLUMN]. */
    record DropColumn(Name column) implements Action {}

    /**
     * ADD [CONSTRAINT name] CHECK.
     *
     * @param text the text that is appended to the table's definition: from CONSTRAINT or CHECK to
     *     the end of the statement
     */
    record AddCheck(TableConstraint.Check constraint, Span text) implements Action {}

    /** DROP CONSTRAINT. */
    record DropConstraint(Name constraint) implements Action {}

    /**
     * ALTER [COLUMN] ... SET NOT NULL.
     *
     * @param text the text of the constraint: from NOT to the end of the statement
     */
    record SetNotNull(Name column, Optional<ConflictAction> onConflict, Span text)
        implements Action {}

    /** ALTER [COLUMN] ... DROP NOT NULL. */
    record DropNotNull(Name column) implements Action {}
  }
}
