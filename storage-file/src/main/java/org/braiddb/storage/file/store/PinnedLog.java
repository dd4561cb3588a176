package org.braiddb.storage.file.store;

import java.time.Duration;
import java.util.List;
import org.braiddb.storage.Facets.OpenSnapshot;
import org.braiddb.storage.file.snapshot.OpenSnapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log of the application who keeps the write-ahead log from starting over: once for
 * each snapshot that has been open for a minute (the system property {@value #PROPERTY} says how
 * many seconds else) while the log is longer than a checkpoint would leave it. Used by one thread.
 */
final class PinnedLog {
  static final String PROPERTY = "org.braiddb.pinned_seconds";

  private static final Logger LOGGER = LoggerFactory.getLogger(PinnedLog.class);

  private final String path;
  private final OpenSnapshots snapshots;
  private long reported;

  PinnedLog(String path, OpenSnapshots snapshots) {
    this.path = path;
    this.snapshots = snapshots;
  }

  /** Looks after a checkpoint, which has left so many frames. */
  void look(int frames, int threshold) {
    if (frames < threshold) {
      return;
    }
    List<OpenSnapshot> open = snapshots.list();
    if (open.isEmpty()) {
      return;
    }
    OpenSnapshot oldest = open.getFirst();
    boolean old = oldest.age().compareTo(Duration.ofSeconds(Long.getLong(PROPERTY, 60))) >= 0;
    if (old && oldest.commit() != reported) {
      reported = oldest.commit();
      LOGGER.warn(
          "{}: the log has grown to {} frames and cannot start over: {} has been reading at commit"
              + " {} for {} seconds",
          path,
          frames,
          oldest.owner().isEmpty() ? "a transaction" : oldest.owner(),
          oldest.commit(),
          oldest.age().toSeconds());
    }
  }
}
