package org.braiddb.storage.file.transaction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.concurrency.TransactionControl;

/**
 * Changes that stand on a commit after the transaction's snapshot: still private, their new pages
 * still under provisional numbers, to be moved once more when the commit's turn has come. So that
 * long replays can be done while others commit.
 *
 * <p>The catalogue stays behind: it is replayed from the transaction's own pages in the end.
 */
final class MovedChanges implements AutoCloseable {
  private final TransactionHost host;
  private final PrivateChanges changes;
  private final int place;

  private MovedChanges(TransactionHost host, PrivateChanges changes, int place) {
    this.host = host;
    this.changes = changes;
    this.place = place;
  }

  /**
   * Moves changes on top of a commit. They are left as they are.
   *
   * @param target fresh, opened at the commit
   * @param replayed the trees that others have touched as well
   * @param place where the commit's snapshot is open; closing gives it back
   */
  static MovedChanges move(
      TransactionHost host,
      PrivateChanges from,
      List<Tree> replayed,
      TransactionPages target,
      TransactionControl control,
      int place) {
    ProvisionalPages provisional = from.pages().requireProvisional();
    target.becomeConcurrentAfter(provisional);
    target.shareSpillFile(from.pages());
    Set<Long> discarded = new HashSet<>();
    discarded.add(Tree.CATALOG_ID);
    Map<Long, Long> replayedAt = new HashMap<>(from.replayedAt());
    for (Tree tree : replayed) {
      discarded.add(tree.id());
      replayedAt.put(tree.id(), target.snapshot());
    }
    for (int i = 0; i < provisional.freedCount(); i++) {
      if (!discarded.contains(provisional.freedTree(i))) {
        target.free(provisional.freedPage(i), provisional.freedTree(i));
      }
    }
    from.pages()
        .privatePages()
        .forEach(page -> {
          if (!discarded.contains(page.role.tree())) {
            target.adopt(page.page, page, page.image);
          }
        });
    replayed.forEach(tree -> from.replay(tree, target, control));
    TransactionTrees trees = new TransactionTrees(target, TransactionControl.NONE);
    PrivateChanges moved = new PrivateChanges(target, trees, replayedAt, from.snapshot());
    return new MovedChanges(host, moved, place);
  }

  PrivateChanges changes() {
    return changes;
  }

  /** They are moved on, or given up. */
  @Override
  public void close() {
    changes.trees().close();
    changes.pages().clear();
    host.leaveSnapshots(place);
  }
}
