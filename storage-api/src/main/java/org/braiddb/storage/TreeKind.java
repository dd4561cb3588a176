package org.braiddb.storage;

/** The two kinds of tree an engine stores. */
public enum TreeKind {
  /** Keyed by rowid: {@link Tree.Table}. */
  TABLE,
  /** Keyed by record: {@link Tree.Index} and {@link Tree.Clustered}. */
  INDEX
}
