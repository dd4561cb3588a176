package org.braiddb.storage.file.io.simulation;

/** What becomes, in a power cut, of the writes that were not forced. */
public enum Unforced {
  /** None of them reaches the disk. */
  LOST,
  /** All of them reach it, as after a crash of the process alone; new names too. */
  KEPT,
  /** Those up to some moment reach it, the last one up to the end of some sector. */
  TORN,
  /** Any sectors of any of them reach it: in another order than they were written in. */
  ANY
}
