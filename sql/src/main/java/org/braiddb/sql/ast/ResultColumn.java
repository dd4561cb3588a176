package org.braiddb.sql.ast;

import java.util.Optional;

/** A term of the result list of SELECT or RETURNING. */
public sealed interface ResultColumn extends Node {
  /** {@code *}. */
  record Star(Span span) implements ResultColumn {}

  /** {@code table.*}. */
  record TableStar(Name table, Span span) implements ResultColumn {}

  /**
   * A value, perhaps with a name.
   *
   * @param span the value's text, parentheses around it included and the alias not: what the column
   *     is called when nothing else names it
   */
  record Value(Expr value, Span span, Optional<Name> alias) implements ResultColumn {}
}
