package org.braiddb.sql.ast;

import java.util.Optional;

/**
 * PRAGMA.
 *
 * @param name the pragma, perhaps after the schema that it is about
 * @param argument what stands after {@code =} or in parentheses, which means the same
 */
public record Pragma(QualifiedName name, Optional<Argument> argument, Span span)
    implements Statement {
  /**
   * An argument: a word, a string or a number.
   *
   * @param text unquoted, and with its minus sign if it has one
   * @param number true if it was written as a number
   */
  public record Argument(String text, boolean number, Span span) implements Node {}
}
