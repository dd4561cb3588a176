package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.btree.BTree;
import org.braiddb.storage.file.btree.PointerPatch;
import org.braiddb.storage.file.btree.TableTree;
import org.braiddb.storage.file.commit.Head;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.concurrency.TreeControl;

/**
 * Moves what a concurrent transaction has changed on top of the head: the commit is then that of a
 * plain writer which began at the head and made the same changes.
 *
 * <ol>
 *   <li>What kept trees have freed goes to the free list of the head.
 *   <li>New pages of kept trees get numbers: from that list, then beyond the end.
 *   <li>Replayed trees are changed at the head, by the strategy.
 *   <li>The catalogue is changed at the head, row by row, with the final roots of new trees.
 *   <li>Private pages of kept trees are taken over, the pointers in them patched.
 *   <li>Header fields that the transaction has set are set.
 * </ol>
 *
 * <p>The transaction's own pages are left as they are, so that whatever fails can be tried again.
 * Called under the writer lock, while the head cannot move.
 */
final class Rebase {
  private final TransactionHost host;
  private final TransactionPages from;
  private final TransactionTrees fromTrees;
  private final TransactionControl control;
  private final ProvisionalPages provisional;
  private final Head head;
  private final TransactionPages target;
  private final Set<Long> discarded = new HashSet<>();

  /** Kept trees with new pages: only in their pages can there be pointers to patch. */
  private final Set<Long> growing = new HashSet<>();

  /** From a provisional number, without its sign, to the final one; 0 for none. */
  private final int[] finalNumbers;

  Rebase(
      TransactionHost host,
      TransactionPages from,
      TransactionTrees fromTrees,
      ProvisionalPages provisional,
      TransactionControl control,
      TransactionPages target,
      Head head) {
    this.host = host;
    this.from = from;
    this.fromTrees = fromTrees;
    this.provisional = provisional;
    this.control = control;
    this.target = target;
    this.head = head;
    this.finalNumbers = new int[provisional.given() + 1];
  }

  /** Does it; the target's pages are then those to commit. */
  void run(List<Tree> replayed) {
    target.open(head.commit(), head.pageCount());
    target.shareSpillFile(from);
    discarded.add(Tree.CATALOG_ID);
    replayed.forEach(tree -> discarded.add(tree.id()));
    freePages();
    numberPages();
    replayed.forEach(this::replay);
    replayCatalog();
    adoptPages();
    if (from.settings().size() > 0) {
      byte[] page1 = target.write(1, PageRole.NONE);
      from.settings().apply(host.read(1, from.snapshot()), page1);
    }
  }

  private boolean isKept(long tree) {
    return !discarded.contains(tree);
  }

  private void freePages() {
    for (int i = 0; i < provisional.freedCount(); i++) {
      if (isKept(provisional.freedTree(i))) {
        int page = provisional.freedPage(i);
        checkUnchanged(page);
        target.free(page, 0);
      }
    }
  }

  /** V2: what was copied is still the newest, or publishing the copy would lose a commit. */
  private void checkUnchanged(int page) {
    long changed = host.lastChange(page);
    if (changed > from.snapshot()) {
      throw new IllegalStateException(
          "page "
              + page
              + " of "
              + from.format().description()
              + " was changed by commit "
              + changed
              + ", after snapshot "
              + from.snapshot()
              + ", and validation did not see it");
    }
  }

  private void numberPages() {
    int[] used = new int[provisional.given()];
    int[] count = new int[1];
    from.privatePages()
        .forEach(page -> {
          if (page.page < 0 && isKept(page.role.tree())) {
            used[count[0]++] = -page.page;
            growing.add(page.role.tree());
          }
        });
    Arrays.sort(used, 0, count[0]); // in the order of their making, as a plain writer has it
    for (int i = 0; i < count[0]; i++) {
      finalNumbers[used[i]] = target.allocateUnwritten();
    }
  }

  private int finalNumber(int page) {
    int number = -page < finalNumbers.length ? finalNumbers[-page] : 0;
    if (number == 0) {
      throw new CorruptException(
          "database disk image is malformed: "
              + from.format().description()
              + ": a pointer leads to the new page "
              + page
              + ", which is not part of the same tree");
    }
    return number;
  }

  private void replay(Tree tree) {
    TreeControl followed = control.replaying(tree);
    TreePages view = new TreePages(target, followed, tree.id());
    BTree there = TransactionTrees.open(tree, view, (int) tree.id());
    if (provisional.isFreed((int) tree.id())) {
      there.drop();
      return;
    }
    try (Cursor own = fromTrees.open(tree, false);
        Cursor newest = there.open(true)) {
      control.replay(tree, own, newest);
    }
  }

  private void replayCatalog() {
    CatalogChanges changes = fromTrees.catalogChanges();
    if (changes.isEmpty()) {
      return;
    }
    TransactionPages snapshot =
        new TransactionPages(host::read, from.format(), TransactionPages.NO_SPILLING);
    snapshot.open(from.snapshot(), from.snapshotPageCount());
    TableTree old = new TableTree(new TreePages(snapshot, TreeControl.NONE, Tree.CATALOG_ID), 1);
    TreePages view = new TreePages(target, control.replaying(Tree.CATALOG), Tree.CATALOG_ID);
    TableTree newest = new TableTree(view, 1);
    try (Cursor before = old.open(false);
        Cursor after = fromTrees.open(Tree.CATALOG, false);
        Cursor there = newest.open(true)) {
      changes.replay(
          before, after, there, id -> finalNumber(TransactionTrees.privateRoot(id)), head.commit());
    }
  }

  private void adoptPages() {
    TreePages names = new TreePages(from, TreeControl.NONE, 0);
    PointerPatch patch = new PointerPatch(names, this::finalNumber);
    from.privatePages()
        .forEach(page -> {
          if (isKept(page.role.tree())) {
            adopt(page, patch);
            target.spillExcess();
          }
        });
  }

  private void adopt(PrivatePage page, PointerPatch patch) {
    int number = page.page;
    if (number > 0) {
      checkUnchanged(number);
    } else {
      number = finalNumber(number);
    }
    boolean settled = page.stored && page.settled;
    if (settled || !growing.contains(page.role.tree())) {
      target.adopt(number, page, page.image);
      return;
    }
    boolean spilled = page.image == null;
    byte[] image = from.privatePages().peek(page);
    byte[] patched =
        page.role.overflow() ? patch.overflowPage(image) : patch.node(page.page, image);
    target.adopt(number, page, spilled && patched == image ? null : patched);
  }
}
