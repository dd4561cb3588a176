package org.braiddb.blackbox.isolation;

/** What became of a transaction of a script. */
enum Fate {
  /** COMMIT returned. */
  COMMITS,
  /** It asked to be rolled back. */
  ROLLS_BACK,
  /** A statement found a lock held: SQLITE_BUSY. */
  BUSY_AT_STATEMENT,
  /** COMMIT found a lock held: SQLITE_BUSY. */
  BUSY_AT_COMMIT,
  /** A statement met what another had committed: SQLITE_BUSY_SNAPSHOT. */
  CONFLICT_AT_STATEMENT,
  /** COMMIT met what another had committed: SQLITE_BUSY_SNAPSHOT. */
  CONFLICT_AT_COMMIT,
  /** A statement violated a constraint. */
  CONSTRAINT_AT_STATEMENT,
  /** COMMIT violated a constraint. */
  CONSTRAINT_AT_COMMIT,
  /** A statement named what is not there, or is there already. */
  ERROR_AT_STATEMENT
}
