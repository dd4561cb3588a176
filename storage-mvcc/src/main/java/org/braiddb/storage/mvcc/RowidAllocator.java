package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.braiddb.storage.file.concurrency.TransactionControl;

/**
 * Gives rowids to transactions that insert into the same table at the same time, all different. A
 * transaction that is alone gets one more than the largest it sees, as SQLite gives. Safe for use
 * by any thread.
 */
final class RowidAllocator {
  private static final int MANY_TABLES = 1000;

  private final Map<Long, Ends> tables = new HashMap<>();
  private final LongSupplier horizon;

  /**
   * No rowid was given yet.
   *
   * @param horizon a commit before which no snapshot is open or will be
   */
  RowidAllocator(LongSupplier horizon) {
    this.horizon = horizon;
  }

  private static final class Ends {
    long last;

    /** The newest commit by a transaction that was given rowids here. */
    long lastCommit;

    /** Those that are open and were given rowids here. */
    final List<Object> owners = new ArrayList<>(2);
  }

  /**
   * Gives a rowid.
   *
   * @param next one more than the largest that the transaction sees or knows to be taken
   * @param snapshot what it sees
   * @param owner tells the transaction from others until {@link #ended}
   */
  synchronized long allocate(long tree, long next, long snapshot, Object owner) {
    Ends ends = tables.computeIfAbsent(tree, id -> new Ends());
    int own = ends.owners.indexOf(owner);
    boolean alone = ends.owners.size() == (own < 0 ? 0 : 1) && ends.lastCommit <= snapshot;
    if (own < 0) {
      ends.owners.add(owner);
    }
    if (alone) {
      ends.last = next;
      return next;
    }
    if (ends.last == Long.MAX_VALUE) {
      return TransactionControl.NO_ROWID;
    }
    ends.last = Math.max(next, ends.last + 1);
    return ends.last;
  }

  /** The transaction commits the rowids that it was given in these trees. */
  synchronized void committed(Iterable<Long> trees, long commit) {
    for (Long tree : trees) {
      Ends ends = tables.get(tree);
      if (ends != null) {
        ends.lastCommit = commit;
      }
    }
  }

  /** The transaction, which was given rowids in these trees, is over. */
  synchronized void ended(Iterable<Long> trees, Object owner) {
    for (Long tree : trees) {
      Ends ends = tables.get(tree);
      if (ends != null) {
        ends.owners.remove(owner);
      }
    }
    if (tables.size() > MANY_TABLES) {
      long oldest = horizon.getAsLong();
      tables.values().removeIf(ends -> ends.owners.isEmpty() && ends.lastCommit <= oldest);
    }
  }
}
