package org.braiddb.storage.file.snapshot;

/**
 * The oldest of the commits that snapshots see, in ascending order, each once (S2). Reused from
 * look to look; used by one thread at a time.
 */
public final class OldestSnapshots {
  private static final int MOST = 8;

  private final long[] commits = new long[MOST];
  private int count;

  /** Nothing is known. */
  public OldestSnapshots() {}

  /** How many are known; at least one after {@link OpenSnapshots#findOldest}. */
  public int count() {
    return count;
  }

  /** One of them, from 0, the oldest. */
  public long commit(int index) {
    return commits[index];
  }

  /** Begins anew with a commit that is not older than any that will be added. */
  void begin(long newest) {
    commits[0] = newest;
    count = 1;
  }

  /** Adds a commit, if it is among the oldest and not known yet. */
  void add(long commit) {
    if (commit >= commits[count - 1]) {
      return;
    }
    int place = count - 1;
    while (place > 0 && commits[place - 1] > commit) {
      place--;
    }
    if (place > 0 && commits[place - 1] == commit) {
      return;
    }
    count = Math.min(count + 1, MOST);
    System.arraycopy(commits, place, commits, place + 1, count - 1 - place);
    commits[place] = commit;
  }
}
