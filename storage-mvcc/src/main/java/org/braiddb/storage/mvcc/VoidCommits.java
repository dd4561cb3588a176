package org.braiddb.storage.mvcc;

/**
 * Commits that were taken back because writing them failed. What they overwrote in the bookkeeping
 * is not known any more, but was not after the last commit that stays: so they count as done by
 * that one, and stand in nobody's way who begins now.
 *
 * @param after the newest commit before them that stays
 * @param through the last of them
 */
record VoidCommits(long after, long through) {
  /** The commit that counts in place of this one. */
  long map(long commit) {
    return commit > after && commit <= through ? after : commit;
  }
}
