package org.braiddb.storage.mvcc;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What recent commits did to which keys, for transactions with older snapshots to be checked
 * against: at their statements, beside each other, and under the writer lock at COMMIT.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>H1: commits are recorded under the writer lock in the order of their numbers, each as a
 *       whole before the next transaction is validated.
 *   <li>H2: of each commit after {@link #floor()} every claim is known exactly, or its tree is
 *       marked as changed everywhere. Nothing after the oldest open snapshot is forgotten unless
 *       the byte budget demands it, and then the floor says so.
 * </ul>
 */
final class CommitHistory {
  /**
   * After how many bytes it is looked whether anybody can ask for older commits. Mostly nobody can,
   * and what is kept stays small enough for the processor's caches.
   */
  private static final long LOOK_BYTES = 32 << 10;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final ArrayDeque<HistorySegment> segments = new ArrayDeque<>();
  private final Map<Long, TreeSummary> summaries = new HashMap<>();
  private final long budgetBytes;
  private final long segmentBytes;
  private final LongSupplier horizon;

  /** Bytes of the newest segment at which room is made again; under the writer lock. */
  private long roomyBytes;

  private long closedBytes;
  private long floor;
  private volatile long newest;

  /**
   * An empty history.
   *
   * @param budgetBytes how much it may take in memory, roughly
   * @param horizon a commit before which no snapshot is open
   */
  CommitHistory(long budgetBytes, LongSupplier horizon) {
    this.budgetBytes = budgetBytes;
    this.segmentBytes = Math.clamp(budgetBytes / 16, 1024, 1 << 20);
    this.horizon = horizon;
    this.roomyBytes = lookBytes();
    segments.add(new HistorySegment());
  }

  /** Whether anything was recorded after that snapshot. */
  boolean hasNewsFor(long snapshot) {
    return newest > snapshot;
  }

  /** The last commit that was recorded. */
  long newest() {
    return newest;
  }

  /** Of commits at and before this one only summaries may be left. */
  long floor() {
    lock.readLock().lock();
    try {
      return floor;
    } finally {
      lock.readLock().unlock();
    }
  }

  // ---- recording

  /** Records what a commit claims. Under the writer lock. */
  void record(long commit, Recording recording) {
    makeRoom();
    lock.writeLock().lock();
    try {
      segments.getLast().begin(commit);
      newest = commit; // who reads it waits for this lock before he can look anything up
      recording.record(new Recorder(segments.getLast(), commit));
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Gives the claims of a commit. */
  @FunctionalInterface
  interface Recording {
    void record(Recorder recorder);
  }

  /** Takes the claims of one commit. */
  final class Recorder {
    private final HistorySegment segment;
    private final long commit;

    private Recorder(HistorySegment segment, long commit) {
      this.segment = segment;
      this.commit = commit;
    }

    /** A key was changed. */
    void changed(TreeChanges tree, Object key, boolean present) {
      summary(tree.tree().id()).lastChanged = commit;
      segment.add(fates(tree).changed(key, present, commit));
    }

    /** Neighbouring rowids were changed alike. */
    void changed(TreeChanges table, long low, long high, boolean present) {
      summary(table.tree().id()).lastChanged = commit;
      segment.add(fates(table).changed(low, high, present, commit));
    }

    /** Many keys were changed; from now on they belong to the history. */
    void changed(TreeChanges tree) {
      summary(tree.tree().id()).lastChanged = commit;
      segment.add(fates(tree).changed(tree, commit));
    }

    /** So many keys were changed that each of the tree counts. */
    void everythingChanged(TreeChanges tree) {
      summary(tree.tree().id()).lastChanged = commit;
      fates(tree).everythingChanged(commit);
    }

    /**
     * Many entries were added to an index in which no key is unique. Another transaction cannot
     * have changed one of them without changing its row, so only ranges that were read can clash.
     */
    void entriesAdded(TreeChanges index) {
      summary(index.tree().id()).lastChanged = commit;
      fates(index).unlistedAdded(commit);
    }

    /** A key was required to stay; where that is null, any. */
    void required(TreeChanges tree, @Nullable Object key) {
      TreeSummary summary = summary(tree.tree().id());
      summary.lastRequired = commit;
      if (key == null) {
        summary.forgottenRequired = commit;
      } else {
        segment.add(fates(tree).required(key, commit));
      }
    }

    private KeyFates fates(TreeChanges tree) {
      return segment.of(tree.tree().id(), tree.ordering());
    }
  }

  private TreeSummary summary(long tree) {
    return summaries.computeIfAbsent(tree, id -> new TreeSummary());
  }

  private long lookBytes() {
    return Math.min(segmentBytes, LOOK_BYTES);
  }

  /** Drops old segments, and begins a new one where there is no other or the newest is full. */
  private void makeRoom() {
    HistorySegment last =
        segments.getLast(); // changed by this thread only: the writer lock is held
    if (last.sizeBytes() < roomyBytes) {
      return;
    }
    long oldestNeeded = horizon.getAsLong();
    lock.writeLock().lock();
    try {
      dropOld(oldestNeeded);
      if (segments.size() == 1 || last.sizeBytes() >= segmentBytes) {
        segments.addLast(new HistorySegment());
        closedBytes += last.sizeBytes();
        dropOld(oldestNeeded);
      }
      roomyBytes = segments.getLast().sizeBytes() + lookBytes();
      forgetSummaries(oldestNeeded);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Drops segments that nobody can ask for, and more where there are too many. */
  private void dropOld(long oldestNeeded) {
    HistorySegment oldest = segments.getFirst();
    while (oldest != segments.getLast()
        && (oldest.lastCommit() <= oldestNeeded || closedBytes > budgetBytes)) {
      segments.removeFirst();
      closedBytes -= oldest.sizeBytes();
      floor = oldest.lastCommit();
      summarize(oldest);
      oldest = segments.getFirst();
    }
  }

  /** Commits were taken back. */
  void takeBack(VoidCommits gone) {
    lock.writeLock().lock();
    try {
      for (HistorySegment segment : segments) {
        segment.trees().values().forEach(fates -> fates.takeBack(gone));
      }
      summaries.values().forEach(summary -> summary.takeBack(gone));
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void summarize(HistorySegment dropped) {
    dropped
        .trees()
        .forEach((tree, fates) -> {
          TreeSummary summary = summary(tree);
          summary.forgottenChanged = Math.max(summary.forgottenChanged, fates.lastChanged());
          summary.forgottenRequired = Math.max(summary.forgottenRequired, fates.lastRequired());
        });
  }

  private void forgetSummaries(long oldestNeeded) {
    Iterator<TreeSummary> each = summaries.values().iterator();
    while (each.hasNext()) {
      TreeSummary summary = each.next();
      if (Math.max(summary.lastChanged, summary.lastRequired) <= oldestNeeded) {
        each.remove();
      }
    }
  }

  // ---- looking up

  /** A question that is asked of the segments after a snapshot, the newest first. */
  @FunctionalInterface
  private interface Question {
    /** The newest commit in the way, or 0. */
    long ask(KeyFates fates, HistorySegment in);
  }

  private @Nullable Clash find(TreeChanges tree, long snapshot, boolean rows, Question question) {
    if (newest <= snapshot) {
      return null;
    }
    lock.readLock().lock();
    try {
      TreeSummary summary = summaries.get(tree.tree().id());
      if (summary == null || (rows ? summary.lastChanged : summary.lastRequired) <= snapshot) {
        return null;
      }
      Iterator<HistorySegment> each = segments.descendingIterator();
      while (each.hasNext()) {
        HistorySegment segment = each.next();
        if (segment.lastCommit() <= snapshot && segment.lastCommit() != 0) {
          break;
        }
        KeyFates fates = segment.find(tree.tree().id());
        Clash found = fates == null ? null : ask(fates, segment, tree, snapshot, rows, question);
        if (found != null) {
          return found;
        }
      }
      return null;
    } finally {
      lock.readLock().unlock();
    }
  }

  private static @Nullable Clash ask(
      KeyFates fates,
      HistorySegment segment,
      TreeChanges tree,
      long snapshot,
      boolean rows,
      Question question) {
    if (!fates.ordering().agreesWith(tree.ordering())) {
      long last = rows ? fates.lastChanged() : fates.lastRequired();
      return last > snapshot ? new Clash(last, false) : null;
    }
    if (rows && fates.everything() > snapshot) {
      return new Clash(fates.everything(), false);
    }
    long commit = question.ask(fates, segment);
    return commit > snapshot ? new Clash(commit, true) : null;
  }

  /** A commit after {@code snapshot} that changed the key. */
  @Nullable Clash changed(TreeChanges tree, Object key, long snapshot) {
    return find(
        tree,
        snapshot,
        true,
        (fates, segment) -> {
          KeyFates.Fate fate = fates.fate(key, snapshot);
          return fate == null ? 0 : fate.commit;
        });
  }

  /** A commit after {@code snapshot} that changed a key within bounds, which belong to it. */
  @Nullable Clash changedWithin(TreeChanges tree, Object low, Object high, long snapshot) {
    return find(tree, snapshot, true, (fates, segment) -> fates.changedWithin(low, high, snapshot));
  }

  /** A commit after {@code snapshot} that left an entry within bounds which is there still. */
  @Nullable Clash present(TreeChanges tree, Object low, Object high, long snapshot) {
    return tree instanceof RowidChanges
        ? last(tree, low, snapshot, true)
        : find(
            tree,
            snapshot,
            true,
            (fates, segment) -> {
              for (Map.Entry<Object, KeyFates.Fate> entry :
                  fates.fates(low, high, snapshot).entrySet()) {
                KeyFates.Fate fate = entry.getValue();
                if (fate.present
                    && fate.commit > snapshot
                    && !isSuperseded(tree, entry.getKey(), fate.commit)) {
                  return fate.commit;
                }
              }
              return 0;
            });
  }

  /** A commit after {@code snapshot} that left no entry of those it found within bounds. */
  @Nullable Clash removed(TreeChanges tree, Object low, Object high, long snapshot) {
    if (tree instanceof RowidChanges) {
      return last(tree, low, snapshot, false);
    }
    if (present(tree, low, high, snapshot) instanceof Clash clash && clash.exact()) {
      return null;
    }
    return find(
        tree,
        snapshot,
        true,
        (fates, segment) -> {
          for (KeyFates.Fate fate : fates.fates(low, high, snapshot).values()) {
            if (!fate.present && fate.commit > snapshot) {
              return fate.commit;
            }
          }
          return 0;
        });
  }

  /** The last commit that changed the key, if it left it so. */
  private @Nullable Clash last(TreeChanges tree, Object key, long snapshot, boolean present) {
    boolean[] found = new boolean[1];
    return find(
        tree,
        snapshot,
        true,
        (fates, segment) -> {
          KeyFates.Fate fate = found[0] ? null : fates.fate(key, snapshot);
          found[0] |= fate != null;
          return fate != null && fate.present == present ? fate.commit : 0;
        });
  }

  /**
   * At least the largest rowid of a row that a commit after {@code snapshot} put in; {@code next} -
   * 1 where there is none from {@code next} on.
   */
  long largestRowid(TreeChanges table, long next, long snapshot) {
    long[] largest = {next - 1};
    find(
        table,
        snapshot,
        true,
        (fates, segment) -> {
          largest[0] = fates.largestPresent(largest[0], snapshot);
          return 0;
        });
    return largest[0];
  }

  /** A commit after {@code snapshot} that required the key to stay. */
  @Nullable Clash required(TreeChanges tree, Object key, long snapshot) {
    return find(tree, snapshot, false, (fates, segment) -> fates.requiredAt(key));
  }

  private boolean isSuperseded(TreeChanges tree, Object key, long commit) {
    for (HistorySegment segment : segments) {
      KeyFates fates = segment.find(tree.tree().id());
      if (fates != null && fates.ordering().agreesWith(tree.ordering())) {
        if (fates.fate(key, commit) != null) {
          return true;
        }
      }
    }
    return false;
  }

  /** A commit after {@code snapshot} that changed any row of the tree. */
  @Nullable Clash changedAnywhere(TreeChanges tree, long snapshot) {
    return summarized(tree, snapshot, summary -> summary.lastChanged);
  }

  /** A commit after {@code snapshot} that required any row or key of the tree. */
  @Nullable Clash requiredAnywhere(TreeChanges tree, long snapshot) {
    return summarized(tree, snapshot, summary -> summary.lastRequired);
  }

  /** Whether no commit after {@code snapshot} changed or required anything of the tree. */
  boolean isUntouched(TreeChanges tree, long snapshot) {
    return changedAnywhere(tree, snapshot) == null && requiredAnywhere(tree, snapshot) == null;
  }

  /** A commit after {@code snapshot} of whose row changes nothing exact is known any more. */
  @Nullable Clash forgottenChange(TreeChanges tree, long snapshot) {
    return summarized(tree, snapshot, summary -> summary.forgottenChanged);
  }

  /** A commit after {@code snapshot} of whose required keys nothing exact is known any more. */
  @Nullable Clash forgottenRequire(TreeChanges tree, long snapshot) {
    return summarized(tree, snapshot, summary -> summary.forgottenRequired);
  }

  @FunctionalInterface
  private interface SummaryField {
    long of(TreeSummary summary);
  }

  private @Nullable Clash summarized(TreeChanges tree, long snapshot, SummaryField field) {
    if (newest <= snapshot) {
      return null;
    }
    lock.readLock().lock();
    try {
      TreeSummary summary = summaries.get(tree.tree().id());
      long commit = summary == null ? 0 : field.of(summary);
      return commit > snapshot ? new Clash(commit, false) : null;
    } finally {
      lock.readLock().unlock();
    }
  }
}
