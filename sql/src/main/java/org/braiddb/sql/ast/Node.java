package org.braiddb.sql.ast;

/** Anything in the tree that remembers where in the text it stood. */
public interface Node {
  /** The range of the parsed text that this was read from, without surrounding parentheses. */
  Span span();
}
