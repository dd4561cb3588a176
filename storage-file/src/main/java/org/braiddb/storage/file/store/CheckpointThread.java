package org.braiddb.storage.file.store;

import java.util.concurrent.locks.LockSupport;
import org.braiddb.storage.file.checkpoint.Checkpointer;
import org.braiddb.storage.file.snapshot.OpenSnapshots;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs automatic checkpoints on a daemon thread, which is started by the first commit that needs
 * one.
 *
 * <p>A checkpoint is due when the log has grown by the threshold since the last one ended, so that
 * one held up by an old snapshot is not tried again with every commit.
 */
final class CheckpointThread {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointThread.class);
  private static final int DEFAULT_THRESHOLD = 1000;

  /**
   * What one turn may cost the committers; more, by the square, the further the log has outgrown
   * its threshold. Where readers overlap without end and each takes a tenth of a second, the log
   * starts over once it is seven times as long as it should be, and the time is lost once for all
   * that it holds.
   */
  private static final int TURN_FRAMES = 32;

  private static final long PATIENCE_NANOS = 2_000_000;
  private static final long MOST_PATIENCE_NANOS = 500_000_000;
  private static final int MOST_EXCESS = 32;

  private final String path;
  private final Checkpointer checkpointer;
  private final PinnedLog pinned;
  private volatile int threshold = DEFAULT_THRESHOLD;
  private volatile int framesAfterLast;
  private volatile boolean due;
  private volatile boolean stopping;
  private volatile @Nullable Thread thread;

  CheckpointThread(String path, Checkpointer checkpointer, OpenSnapshots snapshots) {
    this.pinned = new PinnedLog(path, snapshots);
    this.path = path;
    this.checkpointer = checkpointer;
  }

  int threshold() {
    return threshold;
  }

  void setThreshold(int frames) {
    threshold = frames;
  }

  /** Wakes the thread if a checkpoint is due. */
  void afterCommit() {
    int limit = threshold;
    if (limit <= 0 || due || stopping) {
      return;
    }
    int frames = checkpointer.logFrames();
    int before = framesAfterLast;
    if (frames - (frames < before ? 0 : before) >= limit) {
      due = true;
      LockSupport.unpark(started());
    }
  }

  private synchronized @Nullable Thread started() {
    Thread running = thread;
    if (running == null && !stopping) {
      running = Thread.ofPlatform().daemon().name("braid-checkpoint " + path).unstarted(this::run);
      thread = running;
      running.start();
    }
    return running;
  }

  private void run() {
    while (!stopping) {
      if (!due) {
        LockSupport.park(this);
        continue;
      }
      try {
        int excess = Math.clamp(checkpointer.logFrames() / Math.max(1, threshold), 1, MOST_EXCESS);
        long patience = Math.min(MOST_PATIENCE_NANOS, PATIENCE_NANOS * excess * excess);
        checkpointer.runInBackground(TURN_FRAMES * excess * excess, patience);
        pinned.look(checkpointer.logFrames(), threshold);
      } catch (RuntimeException | Error e) {
        // Whatever it was, a full heap included: without this thread the log would grow for ever.
        LOGGER.warn("{}: a checkpoint failed and will be tried again", path, e);
      }
      framesAfterLast = checkpointer.logFrames();
      due = false;
    }
  }

  /** Ends the thread and waits for it. */
  void close() {
    Thread running;
    synchronized (this) {
      stopping = true;
      running = thread;
      thread = null;
    }
    boolean interrupted = false;
    while (running != null && running.isAlive()) {
      LockSupport.unpark(running);
      try {
        running.join(50);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets it start again after {@link #close()}. */
  synchronized void restart() {
    stopping = false;
    due = false;
  }
}
