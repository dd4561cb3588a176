package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** A constraint of a table. */
public sealed interface TableConstraint extends Node {
  /** The name after CONSTRAINT. */
  Optional<Name> name();

  /** PRIMARY KEY. */
  record PrimaryKey(
      Optional<Name> name,
      List<OrderingTerm> columns,
      boolean autoincrement,
      Optional<ConflictAction> onConflict,
      Span span)
      implements TableConstraint {
    public PrimaryKey {
      columns = List.copyOf(columns);
    }
  }

  /** UNIQUE. */
  record Unique(
      Optional<Name> name,
      List<OrderingTerm> columns,
      Optional<ConflictAction> onConflict,
      Span span)
      implements TableConstraint {
    public Unique {
      columns = List.copyOf(columns);
    }
  }

  /**
   * CHECK.
   *
   * @param text the condition as written between its parentheses, blanks at its ends left out
   * @param onConflict accepted, and changes nothing
   */
  record Check(
      Optional<Name> name,
      Expr condition,
      String text,
      Optional<ConflictAction> onConflict,
      Span span)
      implements TableConstraint {}

  /** FOREIGN KEY. */
  record ForeignKey(Optional<Name> name, List<Name> columns, ForeignKeyClause clause, Span span)
      implements TableConstraint {
    public ForeignKey {
      columns = List.copyOf(columns);
    }
  }
}
