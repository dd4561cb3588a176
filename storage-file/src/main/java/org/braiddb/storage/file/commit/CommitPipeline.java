package org.braiddb.storage.file.commit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.file.cache.PageCache;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.io.DiskFullException;
import org.braiddb.storage.file.snapshot.OldestSnapshots;
import org.braiddb.storage.file.snapshot.OpenSnapshots;
import org.braiddb.storage.file.wal.CommitLog;
import org.braiddb.storage.file.wal.ForceFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** See the package: stages, writes, forces and publishes commits, in batches. */
public final class CommitPipeline {
  private static final Logger LOGGER = LoggerFactory.getLogger(CommitPipeline.class);
  private static final int MAXIMUM_BATCH_PAGES = 8192;

  /**
   * How many batches a leader writes at most while its own caller waits. It is running, and the
   * disk is idle until whoever leads next is woken and gets a processor.
   */
  private static final int MOST_BATCHES_LED = 16;

  /**
   * After how long a leader hands over all the same. Where the disk is slow, waking somebody is
   * little beside a force, and the leader's caller must not wait for the forces of others.
   */
  private static final long LONGEST_LEAD_NANOS = 2_000_000;

  private final CommitLog log;
  private final PageCache cache;
  private final OpenSnapshots snapshots;
  private final String description;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition visibleAdvanced = lock.newCondition();
  private final ArrayDeque<PendingCommit> queue = new ArrayDeque<>();
  private final ArrayDeque<Boundary> boundaries = new ArrayDeque<>();
  private final Batch batch = new Batch();
  private final CommitDelay delay = new CommitDelay();
  private final CommittersFirst committersFirst = new CommittersFirst();

  /** Entries of the queue; written under the lock. */
  private volatile int queued;

  /** Turns among them. */
  private volatile int turnsQueued;

  /** For each epoch that is over, its last visible commit: what it staged after that failed. */
  private final List<Long> epochEnds = new ArrayList<>();

  /** Used under the lock. */
  private final OldestSnapshots oldest = new OldestSnapshots();

  private boolean led;
  private long lastNumber;
  private volatile Head head;
  private volatile long visible;
  private volatile @Nullable StorageException broken;

  /** The newest commit that was taken back; visible commits after it have greater numbers. */
  private volatile long takenBackThrough;

  private volatile TakenBackListener takenBackListener = (after, through) -> {};

  /**
   * A pipeline whose first visible commit is {@code firstCommit}.
   *
   * @param description the database, for messages
   * @param pageCount pages in the database at the first commit
   */
  public CommitPipeline(
      CommitLog log,
      PageCache cache,
      OpenSnapshots snapshots,
      String description,
      long firstCommit,
      int pageCount) {
    this.log = log;
    this.cache = cache;
    this.snapshots = snapshots;
    this.description = description;
    this.lastNumber = firstCommit;
    this.head = new Head(firstCommit, pageCount, 0);
    this.visible = firstCommit;
    this.boundaries.add(new Boundary(firstCommit, log.lastPosition(), pageCount));
  }

  /**
   * The calling thread is about to read: where commits wait for a processor, now is the time to let
   * them have it. To be called without a lock.
   */
  public void readerRuns() {
    committersFirst.readerRuns();
  }

  /** The newest commit that readers see. */
  public long visible() {
    return visible;
  }

  /** The newest staged commit, on which the next writer builds. */
  public Head head() {
    return head;
  }

  /** Learns of commits that were taken back. */
  @FunctionalInterface
  public interface TakenBackListener {
    /**
     * Called under the pipeline's lock, by any thread.
     *
     * @param after the newest commit that stays
     * @param through the newest one taken back
     */
    void takenBack(long after, long through);
  }

  /** Sets who learns of commits that were taken back. */
  public void setTakenBackListener(TakenBackListener listener) {
    takenBackListener = listener;
  }

  /** The newest commit that was taken back; 0 for none. */
  public long takenBackThrough() {
    return takenBackThrough;
  }

  /** What validates a commit against the head, and prepares its versions, under the lock. */
  @FunctionalInterface
  public interface Stager {
    /**
     * Gives the versions of the commit. May throw, then nothing happens.
     *
     * @param current the head on which the commit will stand
     */
    Staging stage(Head current);
  }

  /**
   * What a {@link Stager} gives.
   *
   * @param versions the changed pages, each with its image and without a number; at least one
   * @param pageCount pages in the database afterwards
   */
  public record Staging(List<PageVersion> versions, int pageCount) {}

  /**
   * Commits: returns when the commit is visible, and as durable as asked.
   *
   * @param staged is given the commit's number once the commit is staged, on the calling thread
   * @return the commit's number
   */
  public long commit(Stager stager, Durability durability, LongConsumer staged) {
    PendingCommit pending;
    boolean lead;
    lock.lock();
    try {
      checkUsable();
      Staging staging = stager.stage(head);
      pending = PendingCommit.commit(staging.versions(), staging.pageCount(), durability);
      pending.number = ++lastNumber;
      for (PageVersion version : staging.versions()) {
        version.numberAs(pending.number);
        cache.publish(version);
      }
      head = new Head(pending.number, staging.pageCount(), head.epoch());
      queue.add(pending);
      queued = queue.size();
      lead = !led;
      led = true;
    } finally {
      lock.unlock();
    }
    committersFirst.committerWaits();
    try {
      tell(staged, pending.number);
      if (lead || pending.await() == PendingCommit.State.LEADING) {
        lead();
        pending.await();
      }
    } finally {
      committersFirst.committerRuns();
    }
    StorageException failure = pending.failure;
    if (failure != null) {
      throw failure;
    }
    return pending.number;
  }

  /**
   * Says that a commit is staged. Where that fails, later commits could not be validated against
   * this one, so there must be none; but who waits for this committer to lead must not wait for
   * ever.
   */
  private void tell(LongConsumer staged, long number) {
    try {
      staged.accept(number);
    } catch (RuntimeException | Error e) {
      broken =
          new CommitOutcomeUnknownException(
              ResultCode.INTERNAL, description + ": staging a commit failed: " + e, e);
      LOGGER.error("{}: staging commit {} failed; writes are refused", description, number, e);
    }
  }

  /** Throws if commits are refused. */
  public void checkUsable() {
    StorageException cause = broken;
    if (cause != null) {
      throw new StorageIOException(
          ResultCode.IOERR_WRITE,
          description + " refuses writes until it is reopened: " + cause.getMessage(),
          cause);
    }
  }

  /**
   * Runs an action while no batch is being written: every staged commit is either visible or still
   * unwritten. Committers wait meanwhile, readers do not.
   */
  public void runAlone(Runnable action) {
    PendingCommit turn = PendingCommit.turn();
    boolean lead;
    lock.lock();
    try {
      queue.add(turn);
      turnsQueued++;
      lead = !led;
      led = true;
    } finally {
      lock.unlock();
    }
    // Whoever leads finds its own entry at the front.
    if (lead || turn.await() == PendingCommit.State.LEADING) {
      try {
        action.run();
      } finally {
        PendingCommit next = null;
        lock.lock();
        try {
          queue.remove(turn);
          turnsQueued--;
          next = nextLeader();
        } finally {
          lock.unlock();
        }
        handOverTo(next);
      }
    }
  }

  /**
   * Writes what is in the queue, the caller's commit first; then somebody else leads, or nobody.
   */
  private void lead() {
    long begun = System.nanoTime();
    int more = MOST_BATCHES_LED - 1;
    while (leadBatch(begun, more)) {
      more--;
    }
  }

  /**
   * Writes the commits at the front of the queue.
   *
   * @param begun when the caller began to lead
   * @param more how many further batches it may lead
   * @return whether the caller still leads
   */
  private boolean leadBatch(long begun, int more) {
    awaitOthers();
    Batch mine = batch;
    mine.clear();
    lock.lock();
    try {
      int pages = 0;
      while (!queue.isEmpty() && !queue.getFirst().turn && pages < MAXIMUM_BATCH_PAGES) {
        PendingCommit next = queue.removeFirst();
        pages += next.versions.size();
        mine.add(next);
      }
      queued = queue.size();
    } finally {
      lock.unlock();
    }
    StorageException failure = broken == null ? write(mine) : broken;
    List<PendingCommit> members = List.copyOf(mine.members());
    boolean forced = mine.mustForce();
    PendingCommit next = null;
    boolean leads;
    lock.lock();
    try {
      if (failure == null) {
        becomeVisible(mine);
      } else {
        takeBackFrom(members);
      }
      mine.clear();
      leads = more > 0 && System.nanoTime() - begun < LONGEST_LEAD_NANOS && canLead(forced);
      if (!leads) {
        next = nextLeader();
      }
      if (forced && failure == null) {
        boolean mayComeBack = !leads || more < MOST_BATCHES_LED - 1;
        delay.afterBatch(mayComeBack ? members.size() : members.size() - 1, queue.size());
      } else {
        delay.forget();
      }
    } finally {
      lock.unlock();
    }
    handOverTo(next);
    for (PendingCommit member : members) {
      if (failure != null) {
        member.failure = failureFor(member, failure);
      }
      member.become(failure == null ? PendingCommit.State.DONE : PendingCommit.State.FAILED);
    }
    return leads;
  }

  /** Under the lock. */
  private void becomeVisible(Batch written) {
    visible = written.last().number;
    visibleAdvanced.signalAll();
    try {
      snapshots.findOldest(visible, oldest);
      for (PageVersion version : written.versions()) {
        cache.becameVisible(version, oldest);
      }
    } catch (RuntimeException | Error e) {
      // A defect or a full heap: images stay that could go, but those who wait must be told.
      LOGGER.error("{}: leaving out what commit {} has outdated failed", description, visible, e);
    }
  }

  /** Lets some of those who committed with the last batch come to commit with the next. */
  private void awaitOthers() {
    int wanted = delay.wanted();
    if (queued >= wanted) {
      return;
    }
    long begun = System.nanoTime();
    long waited = 0;
    while (queued < wanted && turnsQueued == 0 && waited < delay.longestNanos()) {
      Thread.yield();
      waited = System.nanoTime() - begun;
    }
    if (!Thread.currentThread().isVirtual()) {
      delay.waited(waited);
    }
  }

  private @Nullable StorageException write(Batch mine) {
    try {
      mine.collect();
      long first = log.append(mine);
      if (mine.mustForce()) {
        long begun = System.nanoTime();
        log.force();
        delay.forced(System.nanoTime() - begun);
      }
      mine.placeAt(first);
      Boundary end = new Boundary(mine.last().number, log.lastPosition(), mine.pageCountAfter());
      lock.lock();
      try {
        boundaries.add(end);
      } finally {
        lock.unlock();
      }
      return null;
    } catch (ForceFailedException e) {
      StorageException failure =
          new CommitOutcomeUnknownException(
              description + ": forcing the log failed: " + e.getCause(), e.getCause());
      broken = failure;
      LOGGER.error("{}: forcing the log failed; writes are refused from now on", description, e);
      return failure;
    } catch (DiskFullException e) {
      log.undoFailedAppend();
      return new StoreFullException("database or disk is full: " + e.getMessage());
    } catch (IOException e) {
      log.undoFailedAppend();
      return new StorageIOException(
          ResultCode.IOERR_WRITE, "writing the log of " + description + " failed: " + e, e);
    } catch (RuntimeException | Error e) {
      // A defect or a full heap; those who wait must be told, and nothing may build on it.
      StorageException failure =
          new CommitOutcomeUnknownException(
              ResultCode.INTERNAL, description + ": writing a commit failed: " + e, e);
      broken = failure;
      LOGGER.error("{}: writing a commit failed; writes are refused", description, e);
      return failure;
    }
  }

  private static StorageException failureFor(PendingCommit member, StorageException failure) {
    return switch (failure) {
      case CommitOutcomeUnknownException e ->
          new CommitOutcomeUnknownException(String.valueOf(e.getMessage()), e);
      case StoreFullException e -> new StoreFullException(String.valueOf(e.getMessage()));
      default ->
          new StorageIOException(
              ResultCode.IOERR_WRITE,
              "commit " + member.number + " failed: " + failure.getMessage(),
              failure);
    };
  }

  /** Undoes the staging of a failed batch and of all that was staged after it (P4). */
  private void takeBackFrom(List<PendingCommit> members) {
    PendingCommit[] followers = queue.toArray(PendingCommit[]::new);
    Boundary last = boundaries.getLast();
    epochEnds.add(visible);
    head = new Head(visible, last.pageCount(), head.epoch() + 1);
    visibleAdvanced.signalAll();
    for (PendingCommit follower : followers) {
      if (!follower.turn) {
        queue.remove(follower);
        takeBack(follower);
        follower.failure =
            new StorageIOException(
                ResultCode.IOERR_WRITE,
                "commit "
                    + follower.number
                    + " stood on commit "
                    + members.getFirst().number
                    + ", which failed",
                null);
        follower.become(PendingCommit.State.FAILED);
      }
    }
    members.forEach(this::takeBack);
    takenBackThrough = lastNumber;
    takenBackListener.takenBack(visible, lastNumber);
  }

  private void takeBack(PendingCommit commit) {
    for (PageVersion version : commit.versions) {
      cache.takeBack(version.page(), visible);
    }
  }

  /**
   * Whether somebody may write the next batch whose own commit is written; not where that is to be
   * forced, and his was not. Under the lock.
   */
  private boolean canLead(boolean forced) {
    PendingCommit next = queue.peekFirst();
    return next != null
        && !next.turn
        && (forced || queue.stream().noneMatch(PendingCommit::mustForce));
  }

  /** The next leader, to be told; null where there is no work. Under the lock. */
  private @Nullable PendingCommit nextLeader() {
    PendingCommit next = queue.peekFirst();
    led = next != null;
    return next;
  }

  /** Tells the next leader; without the lock, which is the first that it needs. */
  private static void handOverTo(@Nullable PendingCommit next) {
    if (next != null) {
      next.become(PendingCommit.State.LEADING);
    }
  }

  /**
   * Waits until a commit is visible. For one that was staged and had to be taken back there is
   * nothing to wait for.
   */
  public void awaitVisible(long commit, CallLimits limits) {
    if (visible >= commit) {
      return;
    }
    long deadline = System.nanoTime() + limits.waitNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      while (visible < commit && !wasTakenBack(commit)) {
        limits.checkCancelled();
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new BusyException("commit " + commit + " is not visible yet");
        }
        try {
          long remaining = visibleAdvanced.awaitNanos(Math.min(left, 10_000_000));
          assert remaining <= left;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether a commit was staged and failed; the lock is held. */
  private boolean wasTakenBack(long commit) {
    return commit > head.commit() && commit <= lastNumber;
  }

  /**
   * Waits until a head on which somebody stands is visible, however long its force takes.
   *
   * @throws StorageIOException where it failed
   */
  public void awaitOutcome(Head base) {
    lock.lock();
    try {
      while (visible < base.commit() && !wasTakenBack(base.commit())) {
        visibleAdvanced.awaitUninterruptibly();
      }
      checkNotTakenBack(base);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that a head on which somebody stands has not failed meanwhile. The epoch ends before the
   * first image is taken back: what was read before this check has passed was there still.
   *
   * @throws StorageIOException where it failed
   */
  public void checkStands(Head base) {
    if (head.epoch() == base.epoch()) {
      return;
    }
    lock.lock();
    try {
      checkNotTakenBack(base);
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void checkNotTakenBack(Head base) {
    int epoch = (int) base.epoch();
    if (epoch < epochEnds.size() && base.commit() > epochEnds.get(epoch)) {
      throw failedBase(base);
    }
  }

  /** What those get who stand on a commit that failed (P4). */
  public static StorageIOException failedBase(Head base) {
    return new StorageIOException(
        "commit " + base.commit() + ", on which this one stands, failed", null);
  }

  /** The newest batch end at or before a commit, or null where the log begins after it. */
  public @Nullable Boundary boundaryAtMost(long commit) {
    lock.lock();
    try {
      Boundary found = null;
      for (Boundary boundary : boundaries) {
        if (boundary.commit() > commit) {
          break;
        }
        found = boundary;
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets batch ends before one whose commits are all in the database. */
  public void forgetBoundariesBefore(Boundary kept) {
    lock.lock();
    try {
      while (boundaries.getFirst().commit() < kept.commit()) {
        boundaries.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says that the log starts over: the visible commit is in the database. Inside a turn. */
  public void logStartedOver() {
    lock.lock();
    try {
      Boundary last = boundaries.getLast();
      boundaries.clear();
      boundaries.add(new Boundary(last.commit(), 0, last.pageCount()));
    } finally {
      lock.unlock();
    }
  }

  /** Records a failure outside commits after which nothing may be written. */
  public void breakDown(StorageException cause) {
    broken = cause;
  }
}
