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

  /** What was given in one tree. */
  static final class Ends {
    private final long tree;

    private long last;

    /** The newest commit by a transaction that was given rowids here. */
    private long lastCommit;

    /** Those that are open and were given rowids here. */
    private final List<Object> owners = new ArrayList<>(2);

    private Ends(long tree) {
      this.tree = tree;
    }

    long tree() {
      return tree;
    }
  }

  /**
   * A transaction will be given rowids in a tree.
   *
   * @param owner tells it from others until {@link #ended}
   */
  synchronized Ends join(long tree, Object owner) {
    Ends ends = tables.computeIfAbsent(tree, Ends::new);
    ends.owners.add(owner);
    return ends;
  }

  /**
   * Gives a rowid to a transaction that has {@linkplain #join joined}.
   *
   * @param next one more than the largest that the transaction sees or knows to be taken
   * @param snapshot what it sees
   */
  synchronized long allocate(Ends ends, long next, long snapshot) {
    if (ends.owners.size() == 1 && ends.lastCommit <= snapshot) {
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
  synchronized void committed(Iterable<Ends> trees, long commit) {
    for (Ends ends : trees) {
      ends.lastCommit = commit;
    }
  }

  /** The transaction, which was given rowids in these trees, is over. */
  synchronized void ended(Iterable<Ends> trees, Object owner) {
    for (Ends ends : trees) {
      ends.owners.remove(owner);
    }
    if (tables.size() > MANY_TABLES) {
      long oldest = horizon.getAsLong();
      tables.values().removeIf(ends -> ends.owners.isEmpty() && ends.lastCommit <= oldest);
    }
  }
}
