package org.braiddb.sql.ast;

import java.util.Optional;

/**
 * A constraint of one column. A CONSTRAINT name that no constraint follows is accepted and
 * forgotten, and so is a DEFERRABLE clause without a REFERENCES before it.
 */
public sealed interface ColumnConstraint extends Node {
  /** The name after CONSTRAINT. */
  Optional<Name> name();

  /** PRIMARY KEY. */
  record PrimaryKey(
      Optional<Name> name,
      OrderingTerm.Direction direction,
      Optional<ConflictAction> onConflict,
      boolean autoincrement,
      Span span)
      implements ColumnConstraint {}

  /** NOT NULL. */
  record NotNull(Optional<Name> name, Optional<ConflictAction> onConflict, Span span)
      implements ColumnConstraint {}

  /** NULL, which changes nothing. */
  record Null(Optional<Name> name, Optional<ConflictAction> onConflict, Span span)
      implements ColumnConstraint {}

  /** UNIQUE. */
  record Unique(Optional<Name> name, Optional<ConflictAction> onConflict, Span span)
      implements ColumnConstraint {}

  /**
   * CHECK.
   *
   * @param text the condition as written between its parentheses, blanks at its ends left out
   */
  record Check(Optional<Name> name, Expr condition, String text, Span span)
      implements ColumnConstraint {}

  /**
   * DEFAULT. A bare word is a string ({@link Expr.StringLiteral}), except TRUE and FALSE, which are
   * integers.
   *
   * @param text the value as written, outer parentheses left out: what table_info reports
   */
  record Default(Optional<Name> name, Expr value, String text, Span span)
      implements ColumnConstraint {}

  /** COLLATE. */
  record Collate(Optional<Name> name, Name collation, Span span) implements ColumnConstraint {}

  /** REFERENCES. */
  record References(Optional<Name> name, ForeignKeyClause clause, Span span)
      implements ColumnConstraint {}

  /** GENERATED ALWAYS AS, or AS alone. */
  record Generated(Optional<Name> name, Expr value, boolean stored, Span span)
      implements ColumnConstraint {}
}
