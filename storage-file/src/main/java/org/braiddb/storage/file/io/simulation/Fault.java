package org.braiddb.storage.file.io.simulation;

/** What goes wrong at a chosen operation. */
public enum Fault {
  /** The machine goes off during the operation, which may be half done. */
  POWER_CUT,
  /** The operation fails; a failed force loses some of what it should have made durable. */
  ERROR,
  /** The operation and every later one that changes anything fails. */
  ERRORS_FROM_NOW_ON,
  /** Writes that would make a file longer fail from now on. */
  DISK_FULL
}
