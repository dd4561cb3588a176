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
 * one held up by an old snapshot is not tried again with every commit. It begins after a rest since
 * then, or once the log has grown by several times the threshold: where commits come fast, a page
 * changed again meanwhile is copied once for all of them, and the disk is forced for the log alone.
 */
final class CheckpointThread {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointThread.class);
  private static final int DEFAULT_THRESHOLD = 1000;

  /** How long it rests after a checkpoint of files on a disk. */
  static final long REST_NANOS = 1_000_000_000;

  /** By how many times the threshold the log may grow while it rests. */
  private static final int MOST_THRESHOLDS = 32;

  /**
   * What one turn may cost the committers; more, by the square, the further the log has outgrown
   * what it may be while there is a rest. Where readers overlap without end and each takes a tenth
   * of a second, the log starts over once it is seven thresholds longer than that, and the time is
   * lost once for all that it holds.
   */
  private static final int TURN_FRAMES = 32;

  private static final long PATIENCE_NANOS = 2_000_000;
  private static final long MOST_PATIENCE_NANOS = 500_000_000;
  private static final int MOST_EXCESS = 32;

  private final String path;
  private final Checkpointer checkpointer;
  private final PinnedLog pinned;
  private final long restNanos;
  private volatile int threshold = DEFAULT_THRESHOLD;
  private volatile int framesAfterLast;
  private volatile State state = State.IDLE;
  private volatile boolean stopping;
  private volatile @Nullable Thread thread;

  /** Until when it rests; its own thread's. */
  private long restsUntil;

  private enum State {
    IDLE,
    /** To begin when the rest is over. */
    DUE,
    /** To begin now. */
    OVERDUE
  }

  CheckpointThread(
      String path, Checkpointer checkpointer, OpenSnapshots snapshots, long restNanos) {
    this.pinned = new PinnedLog(path, snapshots);
    this.path = path;
    this.checkpointer = checkpointer;
    this.restNanos = restNanos;
    this.restsUntil = System.nanoTime();
  }

  int threshold() {
    return threshold;
  }

  /** Sets it; the next commit sees whether a checkpoint is due by it. */
  void setThreshold(int frames) {
    threshold = frames;
    state = State.IDLE;
  }

  /** Wakes the thread if a checkpoint is due, and again if it is to rest no longer. */
  void afterCommit() {
    int limit = threshold;
    State before = state;
    if (limit <= 0 || before == State.OVERDUE || stopping) {
      return;
    }
    State reached = stateAt(grown(), limit);
    if (reached.compareTo(before) > 0) {
      state = reached;
      LockSupport.unpark(started());
    }
  }

  /** Frames by which the log has grown since the last checkpoint. */
  private int grown() {
    int frames = checkpointer.logFrames();
    int before = framesAfterLast;
    return frames - (frames < before ? 0 : before);
  }

  private static State stateAt(int grown, int limit) {
    if (grown < limit) {
      return State.IDLE;
    }
    return grown < (long) MOST_THRESHOLDS * limit ? State.DUE : State.OVERDUE;
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
      if (state == State.IDLE) {
        LockSupport.park(this);
        continue;
      }
      long rest = restsUntil - System.nanoTime();
      if (state == State.DUE && rest > 0) {
        LockSupport.parkNanos(this, rest);
        continue;
      }
      try {
        int thresholds = checkpointer.logFrames() / Math.max(1, threshold);
        int excess = Math.clamp(thresholds - MOST_THRESHOLDS, 1, MOST_EXCESS);
        long patience = Math.min(MOST_PATIENCE_NANOS, PATIENCE_NANOS * excess * excess);
        checkpointer.runInBackground(TURN_FRAMES * excess * excess, patience);
        pinned.look(checkpointer.logFrames(), threshold);
      } catch (RuntimeException | Error e) {
        // Whatever it was, a full heap included: without this thread the log would grow for ever.
        LOGGER.warn("{}: a checkpoint failed and will be tried again", path, e);
      }
      framesAfterLast = checkpointer.logFrames();
      restsUntil = System.nanoTime() + restNanos;
      state = State.IDLE;
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
    state = State.IDLE;
  }
}
