package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.file.concurrency.ConcurrencyControl;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.record.TextEncoding;

/** What the transactions of one store share: the history and the rowids. */
final class MvccControl implements ConcurrencyControl {
  private final StoreView store;
  private final Budgets budgets;
  private final CommitHistory history;
  private final NamedClaims names = new NamedClaims();
  private final TouchedPages pages;
  private final RowidAllocator rowids;
  private final Conflicts conflicts;

  /** What was taken back, oldest first. Guarded by this. */
  private final List<VoidCommits> gone = new ArrayList<>();

  MvccControl(StoreView store, Budgets budgets) {
    this.store = store;
    this.budgets = budgets;
    this.history = new CommitHistory(budgets.historyBytes(), store::horizon);
    this.pages = new TouchedPages(budgets.pageBytes());
    this.rowids = new RowidAllocator(store::horizon);
    this.conflicts = new Conflicts(store.encoding());
  }

  /**
   * How much memory the bookkeeping takes at most, roughly, in bytes.
   *
   * @param transactionBytes the claims of one transaction
   * @param historyBytes the claims of commits that open transactions are validated against
   * @param pageBytes the touched pages of those commits
   * @param manyKeys so many changed keys of one tree are put into the history together
   */
  record Budgets(long transactionBytes, long historyBytes, long pageBytes, int manyKeys) {
    private static final int MANY_KEYS = 256;

    Budgets(long transactionBytes, long historyBytes, long pageBytes) {
      this(transactionBytes, historyBytes, pageBytes, MANY_KEYS);
    }

    /** A share of the heap. */
    static Budgets ofHeap() {
      long heap = Runtime.getRuntime().maxMemory();
      return new Budgets(
          Math.clamp(heap / 16, 1 << 20, 128 << 20),
          Math.clamp(heap / 16, 1 << 20, 64 << 20),
          Math.clamp(heap / 32, 1 << 20, 32 << 20));
    }
  }

  @Override
  public TransactionControl begin(TransactionOptions options) {
    return options.mode() == TransactionMode.READ_ONLY
        ? TransactionControl.NONE
        : new MvccTransaction(this, options);
  }

  @Override
  public void takenBack(long after, long through) {
    VoidCommits gone = remember(after, through);
    history.takeBack(gone);
    names.takeBack(gone);
    pages.takeBack(gone);
  }

  /** The commit that is said to stay may have been taken back before. */
  private synchronized VoidCommits remember(long after, long through) {
    long stays = after;
    for (VoidCommits earlier : gone.reversed()) {
      stays = earlier.map(stays);
    }
    VoidCommits added = new VoidCommits(stays, through);
    gone.add(added);
    return added;
  }

  CommitHistory history() {
    return history;
  }

  NamedClaims names() {
    return names;
  }

  TouchedPages pages() {
    return pages;
  }

  RowidAllocator rowids() {
    return rowids;
  }

  Conflicts conflicts() {
    return conflicts;
  }

  String description() {
    return store.description();
  }

  TextEncoding encoding() {
    return store.encoding();
  }

  long horizon() {
    return store.horizon();
  }

  long transactionBytes() {
    return budgets.transactionBytes();
  }

  /**
   * Whether one tree's changes go into the history as they are: where they are many, and the keys
   * can be told apart without asking an application's collation.
   */
  boolean isKeptWhole(TreeChanges changes) {
    return changes.keyBound() >= budgets.manyKeys()
        && changes.sizeBytes() <= budgets.historyBytes() / 4
        && !(changes.ordering() instanceof KeyOrdering.Collated);
  }

  /** Whether one tree's changes would fill the history alone. */
  boolean isTooLarge(TreeChanges changes) {
    long most = budgets.historyBytes() / 4 / KeyFates.ENTRY_BYTES;
    return changes.keyBound() > most && changes.rangeCount() > most;
  }

  /** Forgets names that no open transaction can ask for, now and then. */
  void prune() {
    if (names.isLarge()) {
      names.forgetThrough(store.horizon());
    }
  }
}
