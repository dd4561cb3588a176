package org.braiddb.storage.file.store;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.braiddb.storage.Facets.OpenSnapshot;
import org.braiddb.storage.file.snapshot.OpenSnapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log of the application who keeps the write-ahead log from starting over: once for
 * each snapshot that has been open for a minute (the system property {@value #PROPERTY} says how
 * many seconds else) while the log is longer than a checkpoint would leave it, and once for each
 * time that snapshots which overlap have kept it so for a minute. Used by one thread.
 */
final class PinnedLog {
  static final String PROPERTY = "org.braiddb.pinned_seconds";

  private static final long NEVER = 0;
  private static final Logger LOGGER = LoggerFactory.getLogger(PinnedLog.class);

  private final String path;
  private final OpenSnapshots snapshots;
  private long reported;

  /** Since when each look has found the log too long. */
  private long tooLongSinceNanos = NEVER;

  private boolean overlapReported;

  PinnedLog(String path, OpenSnapshots snapshots) {
    this.path = path;
    this.snapshots = snapshots;
  }

  /** Looks after a checkpoint, which has left so many frames. */
  void look(int frames, int threshold) {
    if (frames < threshold) {
      tooLongSinceNanos = NEVER;
      return;
    }
    List<OpenSnapshot> open = snapshots.list();
    if (open.isEmpty()) {
      return;
    }
    long limit = TimeUnit.SECONDS.toNanos(Long.getLong(PROPERTY, 60));
    OpenSnapshot oldest = open.getFirst();
    if (oldest.age().toNanos() >= limit) {
      reportOne(frames, oldest);
    } else {
      reportMany(frames, oldest, limit);
    }
  }

  private void reportOne(int frames, OpenSnapshot oldest) {
    if (oldest.commit() != reported) {
      reported = oldest.commit();
      LOGGER.warn(
          "{}: the log has grown to {} frames and cannot start over: {} has been reading at commit"
              + " {} for {} seconds",
          path,
          frames,
          ownerOf(oldest),
          oldest.commit(),
          oldest.age().toSeconds());
    }
  }

  private void reportMany(int frames, OpenSnapshot oldest, long limit) {
    long now = System.nanoTime();
    if (tooLongSinceNanos == NEVER) {
      tooLongSinceNanos = now == NEVER ? 1 : now;
      overlapReported = false;
    }
    long nanos = now - tooLongSinceNanos;
    if (nanos >= limit && !overlapReported) {
      overlapReported = true;
      LOGGER.warn(
          "{}: the log has grown to {} frames and cannot start over: for {} seconds there was"
              + " always somebody reading an older commit, now {} for {} ms",
          path,
          frames,
          TimeUnit.NANOSECONDS.toSeconds(nanos),
          ownerOf(oldest),
          oldest.age().toMillis());
    }
  }

  private static String ownerOf(OpenSnapshot snapshot) {
    return snapshot.owner().isEmpty() ? "a transaction" : snapshot.owner();
  }
}
