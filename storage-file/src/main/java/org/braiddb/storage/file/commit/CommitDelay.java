package org.braiddb.storage.file.commit;

/**
 * How long a leader waits for others before it writes a batch that is to be forced. Where several
 * commit again and again, those of the batch before are on their way back: without them the disk is
 * forced as often for fewer commits, and they wait for the next force. Where one commits alone, or
 * all of them with pauses, nobody is waited for; nor where most are there already.
 *
 * <p>Used by whoever leads.
 */
final class CommitDelay {
  /** A wait may take half of a force, which is what it may save each who comes. */
  private static final int PART_OF_FORCE = 2;

  private static final long LONGEST_NANOS = 500_000;
  private static final int WEIGHT_OF_PAST = 8;

  /** For so many batches nobody is waited for once a wait has taken far too long. */
  private static final int BATCHES_WITHOUT = 256;

  private static final long GRACE_NANOS = 100_000;

  private int wanted;
  private int batchesWithout;
  private long forceNanos;

  /** How many commits to wait for; at most 1 where it is not worth while. */
  int wanted() {
    return batchesWithout > 0 ? 0 : wanted;
  }

  /** How long to wait for them at most. */
  long longestNanos() {
    return Math.min(LONGEST_NANOS, forceNanos / PART_OF_FORCE);
  }

  /** Notes how long a force took. */
  void forced(long nanos) {
    forceNanos += (nanos - forceNanos) / WEIGHT_OF_PAST;
  }

  /**
   * Learns how long a platform thread has waited, for those who were wanted or in vain. It lets
   * others run meanwhile, and where these are not the ones who commit but keep the processors for
   * their whole share of time, it is better not to: a force would have taken less.
   */
  void waited(long nanos) {
    if (nanos > 2 * longestNanos() + GRACE_NANOS) {
      batchesWithout = BATCHES_WITHOUT;
    }
  }

  /**
   * Looks back on a batch that was forced.
   *
   * @param comingBack its members who may commit again before the next is written
   * @param staged commits that were staged meanwhile
   */
  void afterBatch(int comingBack, int staged) {
    batchesWithout = Math.max(0, batchesWithout - 1);
    int together = comingBack + staged;
    wanted = together / 2 + Math.min(1, together);
  }

  /** Nobody is to be waited for: the batch was not forced, or failed. */
  void forget() {
    wanted = 0;
  }
}
