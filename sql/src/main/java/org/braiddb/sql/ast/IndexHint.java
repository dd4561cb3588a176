package org.braiddb.sql.ast;

/** INDEXED BY and NOT INDEXED. */
public sealed interface IndexHint {
  /** No hint. */
  record None() implements IndexHint {}

  /** NOT INDEXED. */
  record NotIndexed() implements IndexHint {}

  /** INDEXED BY: the statement fails if the index cannot be used. */
  record IndexedBy(Name index) implements IndexHint {}
}
