package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.btree.PointerPatch;
import org.braiddb.storage.file.btree.TableTree;
import org.braiddb.storage.file.commit.Head;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.jspecify.annotations.Nullable;

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

  /** As the transaction sees them: of these only the catalogue and the header are used. */
  private final PrivateChanges own;

  private final PrivateChanges changes;
  private final TransactionPages from;
  private final TransactionControl control;
  private final ProvisionalPages provisional;
  private final Head head;
  private final TransactionPages target;

  /** Trees whose private pages are given up, ascending. */
  private long[] discarded = {};

  /** Kept trees with new pages: only in their pages can there be pointers to patch. */
  private final Set<Long> growing = new HashSet<>(0);

  /** Those of them that have new overflow pages: only their leaves can have such pointers. */
  private final Set<Long> chaining = new HashSet<>(0);

  /** From a provisional number, without its sign, to the final one; 0 for none. */
  private final int[] finalNumbers;

  /**
   * A rebase.
   *
   * @param own the transaction's changes on its snapshot
   * @param changes the same, or what {@link MovedChanges} has made of them
   * @param target fresh
   */
  Rebase(
      TransactionHost host,
      PrivateChanges own,
      PrivateChanges changes,
      TransactionControl control,
      TransactionPages target,
      Head head) {
    this.host = host;
    this.own = own;
    this.changes = changes;
    this.from = changes.pages();
    this.provisional = from.requireProvisional();
    this.control = control;
    this.target = target;
    this.head = head;
    this.finalNumbers = new int[provisional.given() + 1];
  }

  /** Does it; the target's pages are then those to commit. */
  void run(List<Tree> replayed) {
    target.open(head.commit(), head.pageCount());
    target.shareSpillFile(from);
    discard(replayed);
    freePages();
    numberPages();
    replayed.forEach(tree -> changes.replay(tree, target, control));
    replayCatalog();
    adoptPages();
    HeaderSettings settings = own.pages().settings();
    if (settings.size() > 0) {
      byte[] page1 = target.write(1, PageRole.NONE);
      settings.apply(host.read(1, own.pages().snapshot()), page1);
    }
  }

  private void discard(List<Tree> replayed) {
    long[] trees = new long[replayed.size() + 1];
    trees[0] = Tree.CATALOG_ID;
    for (int i = 1; i < trees.length; i++) {
      trees[i] = replayed.get(i - 1).id();
    }
    Arrays.sort(trees);
    discarded = trees;
  }

  private boolean isKept(long tree) {
    return Arrays.binarySearch(discarded, tree) < 0;
  }

  private void freePages() {
    for (int i = 0; i < provisional.freedCount(); i++) {
      if (isKept(provisional.freedTree(i))) {
        int page = provisional.freedPage(i);
        checkUnchanged(page, provisional.freedTree(i));
        target.free(page, 0);
      }
    }
  }

  /** V2: what was copied is still the newest, or publishing the copy would lose a commit. */
  private void checkUnchanged(int page, long tree) {
    long changed = host.lastChange(page);
    long copied = changes.base(tree);
    if (changed > copied) {
      throw new IllegalStateException(
          "page "
              + page
              + " of "
              + from.format().description()
              + " was changed by commit "
              + changed
              + ", after it was copied at commit "
              + copied
              + ", and validation did not see it");
    }
  }

  private void numberPages() {
    if (provisional.given() == 0) {
      return;
    }
    int[] used = new int[provisional.given()];
    int[] count = new int[1];
    from.privatePages()
        .forEach(page -> {
          if (page.page < 0 && isKept(page.role.tree())) {
            used[count[0]++] = -page.page;
            growing.add(page.role.tree());
            if (page.role.overflow()) {
              chaining.add(page.role.tree());
            }
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

  private void replayCatalog() {
    CatalogChanges rows = own.trees().catalogChanges();
    if (rows.isEmpty()) {
      return;
    }
    TransactionPages snapshot =
        new TransactionPages(host::read, from.format(), TransactionPages.NO_SPILLING);
    snapshot.open(own.pages().snapshot(), own.pages().snapshotPageCount());
    TableTree old = new TableTree(new TreePages(snapshot, TreeControl.NONE, Tree.CATALOG_ID), 1);
    TreePages view = new TreePages(target, control.replaying(Tree.CATALOG), Tree.CATALOG_ID);
    TableTree newest = new TableTree(view, 1);
    try (Cursor before = old.open(false);
        Cursor after = own.trees().open(Tree.CATALOG, false);
        Cursor there = newest.open(true)) {
      rows.replay(
          before, after, there, id -> finalNumber(TransactionTrees.privateRoot(id)), head.commit());
    }
  }

  private void adoptPages() {
    PointerPatch patch = growing.isEmpty() ? null : pointerPatch();
    from.privatePages()
        .forEach(page -> {
          if (isKept(page.role.tree())) {
            adopt(page, patch);
            target.spillExcess();
          }
        });
  }

  private PointerPatch pointerPatch() {
    TreePages names = new TreePages(from, TreeControl.NONE, 0);
    return new PointerPatch(names, this::finalNumber);
  }

  /**
   * Takes a page over.
   *
   * @param patch null where no kept tree has new pages
   */
  private void adopt(PrivatePage page, @Nullable PointerPatch patch) {
    int number = page.page;
    if (number > 0) {
      checkUnchanged(number, page.role.tree());
    } else {
      number = finalNumber(number);
    }
    boolean settled = page.stored && page.settled;
    if (settled || patch == null || !growing.contains(page.role.tree())) {
      target.adopt(number, page, page.image);
      return;
    }
    boolean spilled = page.image == null;
    byte[] image = from.privatePages().peek(page);
    byte[] patched = patched(page, image, patch);
    target.adopt(number, page, spilled && patched == image ? null : patched);
  }

  private byte[] patched(PrivatePage page, byte[] image, PointerPatch patch) {
    if (page.role.overflow()) {
      return patch.overflowPage(image);
    }
    return chaining.contains(page.role.tree())
        ? patch.node(page.page, image)
        : patch.nodeWithoutChains(page.page, image);
  }
}
