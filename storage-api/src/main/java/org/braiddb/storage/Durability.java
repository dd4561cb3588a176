package org.braiddb.storage;

/** What must have happened when a commit returns; SQLite's {@code synchronous} levels. */
public enum Durability {
  /** Handed to the operating system. A power cut may corrupt the database. */
  OFF,
  /** As OFF for the commit; a power cut leaves a consistent prefix of the commits. */
  NORMAL,
  /** On stable storage: a commit that returned survives a power cut. */
  FULL,
  /** As FULL, directory entries included. */
  EXTRA
}
