package org.braiddb.storage.mvcc;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of commits did to the keys of all trees. Commits are added at the end of the newest
 * segment and forgotten a segment at a time, so that forgetting costs nothing.
 */
final class HistorySegment {
  private final Map<Long, KeyFates> trees = new HashMap<>();
  private long lastCommit;
  private long sizeBytes;

  /** The last commit in it. */
  long lastCommit() {
    return lastCommit;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  Map<Long, KeyFates> trees() {
    return trees;
  }

  @Nullable KeyFates find(long tree) {
    return trees.get(tree);
  }

  void begin(long commit) {
    lastCommit = commit;
  }

  void add(long bytes) {
    sizeBytes += bytes;
  }

  /**
   * The fates of a tree. Where the same id was that of a tree with another order, now dropped, what
   * was known of that one's keys becomes "everything changed".
   */
  KeyFates of(long tree, KeyOrdering ordering) {
    KeyFates found = trees.get(tree);
    if (found != null && found.ordering().agreesWith(ordering)) {
      return found;
    }
    KeyFates made = new KeyFates(ordering);
    if (found != null) {
      made.everythingChanged(Math.max(found.lastChanged(), found.lastRequired()));
    }
    trees.put(tree, made);
    return made;
  }
}
