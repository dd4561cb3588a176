package org.braiddb.sql.ast;

import java.util.List;

/**
 * CREATE VIRTUAL TABLE.
 *
 * @param arguments the module's arguments, each as written; empty if there were no parentheses
 */
public record CreateVirtualTable(
    boolean ifNotExists,
    QualifiedName name,
    Name module,
    List<String> arguments,
    Span definition,
    Span span)
    implements CreateStatement {
  public CreateVirtualTable {
    arguments = List.copyOf(arguments);
  }
}
