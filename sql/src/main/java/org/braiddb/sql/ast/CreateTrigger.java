package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/**
 * CREATE TRIGGER.
 *
 * @param time when it fires; BEFORE if the text does not say
 * @param updateOf the columns of UPDATE OF; empty if none were listed
 * @param body one or more of {@link Select}, {@link Insert}, {@link Update} and {@link Delete}
 */
public record CreateTrigger(
    boolean temporary,
    boolean ifNotExists,
    QualifiedName name,
    Time time,
    Event event,
    List<Name> updateOf,
    QualifiedName table,
    Optional<Expr> when,
    List<Statement> body,
    Span definition,
    Span span)
    implements CreateStatement {
  public CreateTrigger {
    updateOf = List.copyOf(updateOf);
    body = List.copyOf(body);
  }

  /** When a trigger fires. */
  public enum Time {
    BEFORE,
    AFTER,
    INSTEAD_OF
  }

  /** What a trigger fires for. */
  public enum Event {
    DELETE,
    INSERT,
    UPDATE
  }
}
