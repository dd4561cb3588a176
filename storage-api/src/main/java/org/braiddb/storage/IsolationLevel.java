package org.braiddb.storage;

/** What concurrent transactions may see of each other. */
public enum IsolationLevel {
  /** Each transaction reads one snapshot; two that wrote the same row do not both commit. */
  SNAPSHOT,
  /** The committed transactions could have run one after the other. */
  SERIALIZABLE
}
