package org.braiddb.blackbox.history;

/** What a history may show; the cycles are ordered from the worst to the mildest. */
public enum Anomaly {
  /** A value was read that nobody wrote. */
  GARBAGE_READ,
  /** A value is in a list twice. */
  DUPLICATE,
  /** A transaction's own reads and writes contradict each other, or a read did not repeat. */
  INTERNAL,
  /** Two reads of a list agree with no single order of its versions. */
  INCOMPATIBLE_ORDER,
  /** What reads and real time say of a register's versions is a circle. */
  CYCLIC_VERSIONS,
  /**
   * A committed write was not there for a transaction that began after it had been acknowledged.
   */
  LOST_WRITE,
  /** A value was read that its transaction rolled back, wholly or to a savepoint. */
  G1A,
  /** A value was read that its transaction overwrote before it committed. */
  G1B,
  /** Two transactions read the same version of an object and both replaced it. */
  LOST_UPDATE,
  /** A cycle of write-write dependencies. */
  G0,
  /** A cycle of write-write and write-read dependencies. */
  G1C,
  /** A cycle with exactly one read-write dependency. */
  G_SINGLE,
  /** A cycle with several read-write dependencies, no two of them adjacent. */
  G_NONADJACENT,
  /** Any other cycle: adjacent read-write dependencies, of which write skew is the shortest. */
  G2
}
