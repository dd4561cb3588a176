package org.braiddb.storage.file.commit;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.file.cache.PageVersion;
import org.jspecify.annotations.Nullable;

/** A place in the pipeline's queue: a commit, or a turn in which nobody else writes. */
final class PendingCommit {
  /** What the owner waits to be told. */
  enum State {
    WAITING,
    LEADING,
    DONE,
    FAILED
  }

  final List<PageVersion> versions;
  final int pageCount;
  final Durability durability;
  final Thread owner = Thread.currentThread();
  final boolean turn;
  long number;
  @Nullable StorageException failure;
  private volatile State state = State.WAITING;

  private PendingCommit(
      List<PageVersion> versions, int pageCount, Durability durability, boolean turn) {
    this.versions = versions;
    this.pageCount = pageCount;
    this.durability = durability;
    this.turn = turn;
  }

  static PendingCommit commit(List<PageVersion> versions, int pageCount, Durability durability) {
    return new PendingCommit(versions, pageCount, durability, false);
  }

  static PendingCommit turn() {
    return new PendingCommit(List.of(), 0, Durability.OFF, true);
  }

  boolean mustForce() {
    return durability == Durability.FULL || durability == Durability.EXTRA;
  }

  State state() {
    return state;
  }

  /** Tells the owner. */
  void become(State newState) {
    state = newState;
    if (owner != Thread.currentThread()) {
      LockSupport.unpark(owner);
    }
  }

  /** Parks until there is something else to do than wait. The interrupt status is kept. */
  State await() {
    boolean interrupted = false;
    while (state == State.WAITING) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return state;
  }
}
