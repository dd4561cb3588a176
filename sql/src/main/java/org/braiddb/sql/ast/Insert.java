package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/**
 * INSERT or REPLACE.
 *
 * @param orAction the word after OR; {@link ConflictAction#REPLACE} for REPLACE INTO
 * @param columns the columns listed; empty if none were
 * @param source the rows; empty for DEFAULT VALUES
 * @param upserts the ON CONFLICT clauses, in order
 */
public record Insert(
    Optional<With> with,
    Optional<ConflictAction> orAction,
    QualifiedName table,
    Optional<Name> alias,
    List<Name> columns,
    Optional<Select> source,
    List<Upsert> upserts,
    List<ResultColumn> returning,
    Span span)
    implements Statement {
  public Insert {
    columns = List.copyOf(columns);
    upserts = List.copyOf(upserts);
    returning = List.copyOf(returning);
  }

  /**
   * An ON CONFLICT clause.
   *
   * @param target the columns of the constraint it is about; empty means any
   * @param targetWhere the WHERE of the partial index it is about
   * @param assignments what DO UPDATE sets; empty for DO NOTHING
   * @param where the WHERE of DO UPDATE
   */
  public record Upsert(
      List<OrderingTerm> target,
      Optional<Expr> targetWhere,
      List<Assignment> assignments,
      Optional<Expr> where) {
    public Upsert {
      target = List.copyOf(target);
      assignments = List.copyOf(assignments);
    }

    /** True for DO NOTHING, which is the clause that assigns nothing. */
    public boolean doNothing() {
      return assignments.isEmpty();
    }
  }
}
