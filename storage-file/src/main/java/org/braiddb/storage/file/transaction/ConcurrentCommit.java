package org.braiddb.storage.file.transaction;

import java.util.List;
import java.util.Map;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.commit.Head;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.jspecify.annotations.Nullable;

/**
 * Makes a concurrent transaction's changes ready to be published: on top of the newest commit,
 * under the writer lock.
 *
 * <p>What may take long is done before the lock is taken: the changes are moved on top of a commit
 * that is visible, and once more where others have committed to the same pages meanwhile. After a
 * few rounds the lock is taken whatever is left to do, so that who commits much is not overtaken
 * for ever by those who commit little.
 */
final class ConcurrentCommit {
  private static final int ROUNDS = 3;

  private final TransactionHost host;
  private final TransactionControl control;
  private final PrivateChanges own;
  private final @Nullable Head base;
  private final CallLimits limits;
  private final TransactionPages.SpillPolicy spilling;

  /** What the changes are moved on top of, under the writer lock; it may not be visible yet. */
  private @Nullable Head newest;

  /**
   * A commit to be.
   *
   * @param base the head that the transaction stands on, which may fail; null where its snapshot
   *     was visible
   */
  ConcurrentCommit(
      TransactionHost host,
      TransactionControl control,
      TransactionPages pages,
      TransactionTrees trees,
      @Nullable Head base,
      CallLimits limits,
      TransactionPages.SpillPolicy spilling) {
    this.host = host;
    this.control = control;
    this.own = new PrivateChanges(pages, trees, Map.of(), pages.snapshot());
    this.base = base;
    this.limits = limits;
    this.spilling = spilling;
  }

  /**
   * Changes on top of a head, to be published before the writer lock is given back.
   *
   * @param place where the head is among the open snapshots
   */
  record Prepared(TransactionPages pages, Head head, int place) {}

  /** Returns with the writer lock held, or throws without it. */
  Prepared prepare() {
    MovedChanges moved = control.committing() ? moveAhead() : null;
    try {
      return prepareUnderLock(moved == null ? own : moved.changes());
    } finally {
      if (moved != null) {
        moved.close();
      }
    }
  }

  /** Null where there is nothing to be done ahead. */
  private @Nullable MovedChanges moveAhead() {
    MovedChanges moved = null;
    boolean done = false;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        MovedChanges next = moveToNewest(moved == null ? own : moved.changes());
        if (next == null) {
          break;
        }
        if (moved != null) {
          moved.close();
        }
        moved = next;
        limits.checkCancelled();
      }
      done = true;
      return moved;
    } finally {
      if (!done && moved != null) {
        moved.close();
      }
    }
  }

  private @Nullable MovedChanges moveToNewest(PrivateChanges from) {
    int place = host.enterSnapshots();
    MovedChanges moved = null;
    try {
      long commit = host.openVisible(place);
      List<Tree> replayed =
          commit <= from.pages().snapshot() ? List.of() : control.validateAhead(commit);
      if (!replayed.isEmpty()) {
        checkNoPointerMap(commit);
        TransactionPages target = freshPages(host::read);
        target.open(commit, host.pageCountAt(commit));
        try {
          moved = MovedChanges.move(host, from, replayed, target, control, place);
        } finally {
          target.giveSpillFileTo(own.pages());
        }
      }
      return moved;
    } finally {
      if (moved == null) {
        host.leaveSnapshots(place);
      }
    }
  }

  private TransactionPages freshPages(SnapshotReader reader) {
    TransactionPages fresh = new TransactionPages(reader, host.format(), spilling);
    fresh.limitPageCount(host.maximumPageCount());
    return fresh;
  }

  private byte[] readHead(int page, long at) {
    return host.read(page, at, newest);
  }

  /** Where its base has failed so has the transaction; the head opened just now is another then. */
  private void checkBaseStands() {
    if (base != null) {
      host.checkStands(base);
    }
  }

  /** New trees have no place in a database that VACUUM has made an auto-vacuum one meanwhile. */
  private void checkNoPointerMap(long commit) {
    byte[] page1 = host.read(1, commit);
    if (DatabaseHeader.field(page1, DatabaseHeader.LARGEST_ROOT_OFFSET) != 0) {
      throw new ConflictException(
          ConflictException.Kind.DEFINITION,
          Tree.CATALOG.name(),
          "page 1",
          commit,
          "the auto_vacuum setting was changed");
    }
  }

  /** Takes the writer lock, validates, and moves the changes on top of the head. */
  private Prepared prepareUnderLock(PrivateChanges changes) {
    host.writerLock().acquireBriefly(limits);
    TransactionPages target = freshPages(this::readHead);
    int place = host.enterSnapshots();
    boolean ready = false;
    try {
      host.checkWritable();
      Head head = host.openNewest(place);
      newest = head;
      checkBaseStands();
      checkNoPointerMap(head.commit());
      List<Tree> replayed = control.validate(head.commit());
      new Rebase(host, own, changes, control, target, head).run(replayed);
      host.initializeFile();
      ready = true;
      return new Prepared(target, head, place);
    } finally {
      target.giveSpillFileTo(own.pages());
      if (!ready) {
        host.leaveSnapshots(place);
        host.writerLock().release();
      }
    }
  }
}
