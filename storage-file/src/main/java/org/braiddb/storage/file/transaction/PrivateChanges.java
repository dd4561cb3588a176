package org.braiddb.storage.file.transaction;

import java.util.Map;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.btree.BTree;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.concurrency.TreeControl;

/**
 * What a concurrent transaction has changed: private pages over those of a commit.
 *
 * @param trees those pages as trees
 * @param replayedAt for trees that were replayed, the commit on whose pages that was; the pages of
 *     others are copies of those of the transaction's snapshot
 * @param snapshot the transaction's
 */
record PrivateChanges(
    TransactionPages pages, TransactionTrees trees, Map<Long, Long> replayedAt, long snapshot) {

  /** The commit of whose pages the tree's private ones are copies. */
  long base(long tree) {
    return replayedAt.getOrDefault(tree, snapshot);
  }

  /** Makes the changes of one tree once more, on the pages that {@code target} stands on. */
  void replay(Tree tree, TransactionPages target, TransactionControl control) {
    TreeControl followed = control.replaying(tree);
    TreePages view = new TreePages(target, followed, tree.id());
    BTree there = TransactionTrees.open(tree, view, (int) tree.id());
    if (pages.requireProvisional().isFreed((int) tree.id())) {
      there.drop();
      return;
    }
    try (Cursor from = trees.open(tree, false);
        Cursor to = there.open(true)) {
      control.replay(tree, from, to);
    }
  }
}
