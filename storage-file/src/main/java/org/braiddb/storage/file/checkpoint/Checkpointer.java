package org.braiddb.storage.file.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.Facets.CheckpointResult;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.file.cache.PageCache;
import org.braiddb.storage.file.cache.PageReader;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.commit.Boundary;
import org.braiddb.storage.file.commit.CommitPipeline;
import org.braiddb.storage.file.io.DiskFullException;
import org.braiddb.storage.file.snapshot.OpenSnapshots;
import org.braiddb.storage.file.transaction.WriterLock;
import org.braiddb.storage.file.wal.ForceFailedException;
import org.braiddb.storage.file.wal.Wal;
import org.jspecify.annotations.Nullable;

/**
 * Copies committed pages from the log into the database, and starts the log over when all of it is
 * there. One checkpoint runs at a time.
 */
public final class Checkpointer {
  private static final long POLL_NANOS = 200_000;
  private static final int MOST_COPIES = 8;

  /**
   * How long the first turn holds the writer lock for readers of older snapshots, and the break
   * after. Each turn is twice as long as the one before, up to the longest: while it lasts nobody
   * commits, so that readers who overlap without end come to read the newest state, if none of them
   * takes longer than a turn.
   */
  private static final long FIRST_TURN_NANOS = 5_000_000;

  private static final long LONGEST_TURN_NANOS = 1_000_000_000;
  private static final long BREAK_NANOS = 2_000_000;

  private final Wal wal;
  private final CommitPipeline pipeline;
  private final PageCache cache;
  private final PageReader reader;
  private final OpenSnapshots snapshots;
  private final WriterLock writerLock;
  private final PageCopier copier;
  private final ReentrantLock running = new ReentrantLock();

  /** Frames from the beginning of the log that are in the database, forced. */
  private volatile int copied;

  /** A checkpointer of a store's parts. */
  public Checkpointer(
      Wal wal,
      CommitPipeline pipeline,
      PageCache cache,
      PageReader reader,
      OpenSnapshots snapshots,
      WriterLock writerLock,
      CheckpointTarget target) {
    this.wal = wal;
    this.pipeline = pipeline;
    this.cache = cache;
    this.reader = reader;
    this.snapshots = snapshots;
    this.writerLock = writerLock;
    this.copier = new PageCopier(target);
  }

  /** Frames in the log that are not in the database yet. */
  public int pendingFrames() {
    return wal.frameCount() - copied;
  }

  /** Frames in the log. */
  public int logFrames() {
    return wal.frameCount();
  }

  /** Does what {@code PRAGMA wal_checkpoint} does in a mode. */
  public CheckpointResult run(CheckpointMode mode, CallLimits limits) {
    return switch (mode) {
      case PASSIVE -> passive();
      case FULL -> blocking(limits, false, false);
      case RESTART -> blocking(limits, true, false);
      case TRUNCATE -> blocking(limits, true, true);
    };
  }

  private CheckpointResult passive() {
    if (!running.tryLock()) {
      return new CheckpointResult(false, wal.frameCount(), copied);
    }
    try {
      copyWhatIsSafe();
      return new CheckpointResult(false, wal.frameCount(), copied);
    } finally {
      running.unlock();
    }
  }

  /**
   * The background's checkpoint: copies, and what was committed meanwhile, again and again while it
   * becomes less; then starts the log over in a short turn if only a little is left.
   *
   * @param turnFrames how many frames may be copied while commits are held up
   * @param patienceNanos how long commits may be held up for readers of older snapshots to end;
   *     they are not where one has been open for longer already, and so may well be for longer
   */
  public void runInBackground(int turnFrames, long patienceNanos) {
    running.lock();
    try {
      int pending = pendingFrames();
      int before;
      int copies = 0;
      do {
        before = pending;
        copyWhatIsSafe();
        pending = pendingFrames();
        copies++;
      } while (copies < MOST_COPIES && pending > turnFrames && pending < before);
      if (pendingFrames() <= turnFrames && wal.frameCount() > 0) {
        long patience = readsForLonger(patienceNanos) ? 0 : patienceNanos;
        pipeline.runAlone(() -> finishInTurn(patience, false));
      }
    } finally {
      running.unlock();
    }
  }

  /** Whether somebody has been reading an older snapshot for longer than that. */
  private boolean readsForLonger(long nanos) {
    long visible = pipeline.visible();
    return snapshots.list().stream()
        .anyMatch(open -> open.commit() < visible && open.age().toNanos() > nanos);
  }

  /**
   * Waits for readers in turns of the writer lock with breaks between them: a reader may be a
   * concurrent transaction whose COMMIT needs the lock, and would otherwise be waited for while it
   * waits.
   */
  private CheckpointResult blocking(CallLimits limits, boolean startOver, boolean truncate) {
    long deadline = System.nanoTime() + limits.waitNanos();
    for (long length = FIRST_TURN_NANOS; ; length = Math.min(2 * length, LONGEST_TURN_NANOS)) {
      try {
        writerLock.acquire(limits);
      } catch (BusyException e) {
        // SQLite still copies what it can.
        passive();
        return new CheckpointResult(true, wal.frameCount(), copied);
      }
      running.lock();
      try {
        long turn = Math.min(deadline, System.nanoTime() + length);
        if (copyAll(limits, turn)) {
          int frames = wal.frameCount();
          CheckpointResult complete = new CheckpointResult(false, frames, frames);
          if (!startOver) {
            return complete;
          }
          if (startOver(turn, truncate)) {
            return truncate ? new CheckpointResult(false, 0, 0) : complete;
          }
        }
        if (System.nanoTime() - deadline >= 0) {
          return new CheckpointResult(true, wal.frameCount(), copied);
        }
      } finally {
        running.unlock();
        writerLock.release();
      }
      pause(BREAK_NANOS);
    }
  }

  /**
   * Starts the log over with everything copied, but for what was staged before the writer lock was
   * had; that may need other readers to end.
   */
  private boolean startOver(long deadline, boolean truncate) {
    boolean[] done = new boolean[1];
    pipeline.runAlone(
        () -> done[0] = finishInTurn(Math.max(0, deadline - System.nanoTime()), truncate));
    return done[0];
  }

  private boolean copyAll(CallLimits limits, long deadline) {
    while (true) {
      limits.checkCancelled();
      copyWhatIsSafe();
      if (pendingFrames() == 0) {
        return true;
      }
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      pause(POLL_NANOS);
    }
  }

  private void pause(long nanos) {
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(this, nanos);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Inside a turn: copies the rest and starts the log over, if the snapshots allow. */
  private boolean finishInTurn(long patienceNanos, boolean truncate) {
    long deadline = System.nanoTime() + patienceNanos;
    copyWhatIsSafe();
    while (pendingFrames() > 0) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      pause(POLL_NANOS);
      copyWhatIsSafe();
    }
    if (wal.frameCount() > 0) {
      wal.startOver();
      copied = 0;
      pipeline.logStartedOver();
    }
    try {
      if (truncate) {
        wal.truncateToNothing();
      }
      return true;
    } catch (ForceFailedException e) {
      throw refusingWrites(e);
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_TRUNCATE, "cutting the log to nothing failed: " + e, e);
    }
  }

  private void copyWhatIsSafe() {
    pipeline.checkUsable();
    Boundary end = pipeline.boundaryAtMost(snapshots.horizon(pipeline.visible()));
    if (end == null || end.position() <= copied) {
      return;
    }
    try {
      copyTo(end);
    } catch (DiskFullException e) {
      throw new StoreFullException("database or disk is full: a checkpoint failed: " + e);
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_WRITE, "a checkpoint failed and will be tried again: " + e, e);
    }
  }

  /**
   * Copies everything visible, whatever snapshots are open, and leaves the log empty: for a store
   * that closes, inside a turn, after writes were shut off.
   */
  public void finish() {
    running.lock();
    try {
      Boundary end = pipeline.boundaryAtMost(pipeline.visible());
      if (end != null && end.position() > copied) {
        copyTo(end);
      }
      if (pendingFrames() == 0) {
        wal.startOver();
      }
    } catch (IOException e) {
      throw new StorageIOException(ResultCode.IOERR_WRITE, "the last checkpoint failed: " + e, e);
    } finally {
      running.unlock();
    }
  }

  private void forceLogThrough(long position) {
    try {
      wal.forceThrough(position);
    } catch (IOException e) {
      throw refusingWrites(e);
    }
  }

  /** No force of the log after one that has failed means anything. */
  private StorageIOException refusingWrites(IOException cause) {
    StorageIOException failure =
        new StorageIOException(ResultCode.IOERR_FSYNC, "forcing the log failed: " + cause, cause);
    pipeline.breakDown(failure);
    return failure;
  }

  private void copyTo(Boundary end) throws IOException {
    forceLogThrough(end.position());
    copier.begin();
    List<PageVersion> versions = new ArrayList<>();
    for (int page : distinctPages(copied, (int) end.position())) {
      PageVersion version = page <= end.pageCount() ? cache.table().find(page, end.commit()) : null;
      if (version != null && version.place() != PageVersion.IN_DATABASE) {
        versions.add(version);
        copier.copy(page, imageOf(version));
      }
    }
    copier.end(end.pageCount());
    for (PageVersion version : versions) {
      version.moveTo(PageVersion.IN_DATABASE);
      cache.trim(version, end.commit());
      cache.settle(version);
    }
    copied = (int) end.position();
    pipeline.forgetBoundariesBefore(end);
  }

  private byte[] imageOf(PageVersion version) throws IOException {
    byte @Nullable [] image = version.image();
    return image != null ? image : reader.read(version.page(), version.place());
  }

  private int[] distinctPages(int after, int last) {
    int[] pages = new int[last - after];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = wal.pageOf(after + 1 + i);
    }
    Arrays.sort(pages);
    int count = 0;
    for (int i = 0; i < pages.length; i++) {
      if (i == 0 || pages[i] != pages[i - 1]) {
        pages[count++] = pages[i];
      }
    }
    return Arrays.copyOf(pages, count);
  }
}
