package org.braiddb.storage.file.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.btree.BTree;
import org.braiddb.storage.file.btree.IndexTree;
import org.braiddb.storage.file.btree.TableTree;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.braiddb.storage.file.page.DatabaseHeader;

/** The trees of a transaction: one B-tree object per root, each over its own view of the pages. */
final class TransactionTrees {
  private final TransactionPages pages;
  private final TransactionControl control;
  private final List<Known> trees = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private final Rowids rowids;
  private final CatalogChanges catalogChanges = new CatalogChanges();

  TransactionTrees(TransactionPages pages, TransactionControl control) {
    this.pages = pages;
    this.control = control;
    this.rowids = new Rowids(this, control);
  }

  Rowids rowids() {
    return rowids;
  }

  long create(TreeKind kind) {
    ProvisionalPages own = pages.provisional();
    if (own == null) {
      long root = createShared(kind);
      control.treeMade(root);
      return root;
    }
    long id = TransactionControl.FIRST_PRIVATE_TREE - own.next();
    int root = BTree.create(new TreePages(pages, TreeControl.NONE, id), kind);
    assert root == privateRoot(id);
    return id;
  }

  private long createShared(TreeKind kind) {
    if (PointerMap.isKept(pages)) {
      saveCursors();
      return new AutoVacuum(pages).createRoot(kind);
    }
    return BTree.create(new TreePages(pages, TreeControl.NONE, 0), kind);
  }

  /** The provisional root of a tree made by a concurrent transaction. */
  static int privateRoot(long id) {
    return (int) (TransactionControl.FIRST_PRIVATE_TREE - id);
  }

  /** Which rows of the catalogue were changed. */
  CatalogChanges catalogChanges() {
    return catalogChanges;
  }

  void drop(Tree tree) {
    announceClearing(tree, true);
    find(tree).btree.drop();
    trees.removeIf(known -> known.tree.id() == tree.id());
    if (PointerMap.isKept(pages)) {
      closeGap((int) tree.id());
    }
  }

  /** The last root takes the place of a dropped one, here and in the catalogue. */
  private void closeGap(int root) {
    saveCursors();
    int moved = new AutoVacuum(pages).closeGap(root);
    if (moved == 0) {
      return;
    }
    moveRoot(moved, root);
    moves.add(new Move(pages.innermostSavepoint(), moved, root));
    try (Cursor catalog = open(Tree.CATALOG, true)) {
      CatalogChanges.moveRoot(catalog, moved, root);
    }
  }

  private void moveRoot(long from, int to) {
    for (int i = 0; i < trees.size(); i++) {
      Known known = trees.get(i);
      if (known.tree.id() == from) {
        known.btree.rootMoved(to);
        trees.set(i, new Known(withId(known.tree, to), known.btree, known.control));
      }
    }
  }

  private static Tree withId(Tree tree, long id) {
    return switch (tree) {
      case Tree.Table table -> new Tree.Table(id, table.name());
      case Tree.Index index ->
          new Tree.Index(id, index.name(), index.order(), index.uniqueColumns(), index.tableName());
      case Tree.Clustered clustered -> new Tree.Clustered(id, clustered.name(), clustered.key());
    };
  }

  /** Pages are about to be moved: every cursor keeps its key and finds its place again. */
  private void saveCursors() {
    settle();
    trees.forEach(known -> known.btree.saveCursors());
  }

  /** Removes up to so many pages at the end of an auto-vacuum database. */
  void shrink(int most) {
    if (PointerMap.isKept(pages)) {
      saveCursors();
      new AutoVacuum(pages).shrink(most);
    }
  }

  long clear(Tree tree) {
    announceClearing(tree, false);
    return find(tree).btree.clear();
  }

  long count(Tree tree, CallLimits limits) {
    limits.checkCancelled();
    find(tree).control.counting();
    return find(tree).btree.count();
  }

  /** Opens a cursor for the engine's own needs. */
  Cursor open(Tree tree, boolean write) {
    return find(tree).btree.open(write);
  }

  /** The tree of a table's rows. */
  TableTree table(Tree.Table table) {
    return (TableTree) find(table).btree;
  }

  /** Opens a cursor for the transaction's user. */
  Cursor openFollowed(Tree tree, boolean write) {
    Known known = find(tree);
    return known.control.opened(known.btree.open(write));
  }

  private void announceClearing(Tree tree, boolean dropped) {
    Known known = find(tree);
    if (known.control != TreeControl.NONE) {
      try (Cursor all = known.btree.open(false)) {
        known.control.clearing(all, dropped);
      }
    }
  }

  private Known find(Tree tree) {
    for (int i = trees.size() - 1; i >= 0; i--) {
      Known known = trees.get(i);
      if (known.tree == tree) {
        return known;
      }
      if (known.tree.id() == tree.id()) {
        if (sameShape(known.tree, tree)) {
          return known;
        }
        // Left over from a tree whose making was rolled back.
        trees.remove(i);
      }
    }
    int root = root(tree);
    boolean catalog = tree.id() == Tree.CATALOG_ID;
    TreeControl followed = control.tree(tree);
    BTree made = open(tree, new TreePages(pages, followed, tree.id()), root);
    made.follow(catalog ? catalogChanges.followedBy(followed.rows()) : followed.rows());
    Known known = new Known(tree, made, followed);
    trees.add(known);
    return known;
  }

  /** The B-tree of a tree over a view of pages. */
  static BTree open(Tree tree, TreePages view, int root) {
    return switch (tree) {
      case Tree.Table table -> new TableTree(view, root);
      case Tree.Index index -> new IndexTree(view, root, index);
      case Tree.Clustered clustered ->
          new IndexTree(view, root, clustered.key(), clustered.key().columns().size());
    };
  }

  /**
   * A root that was moved.
   *
   * @param savepoint the innermost one then
   */
  private record Move(int savepoint, long from, int to) {}

  private record Known(Tree tree, BTree btree, TreeControl control) {}

  private static boolean sameShape(Tree left, Tree right) {
    return switch (left) {
      case Tree.Table table -> right instanceof Tree.Table;
      case Tree.Index index ->
          right instanceof Tree.Index other && index.order().equals(other.order());
      case Tree.Clustered clustered ->
          right instanceof Tree.Clustered other && clustered.key().equals(other.key());
    };
  }

  private int root(Tree tree) {
    long id = tree.id();
    ProvisionalPages own = pages.provisional();
    if (own != null && id > TransactionControl.FIRST_PRIVATE_TREE) {
      int root = privateRoot(id);
      if (root >= -own.given()) {
        return root;
      }
    }
    if (id < 1 || id > pages.pageCount()) {
      throw wrongRoot(tree);
    }
    return (int) id;
  }

  /** Says where in the catalogue the number is; on its first page, where its row is gone. */
  private CorruptException wrongRoot(Tree tree) {
    String expected = "a root page of " + tree.name() + " from 1 to " + pages.pageCount();
    String found = Long.toString(tree.id());
    try (Cursor catalog = open(Tree.CATALOG, false)) {
      return CatalogChanges.seekRoot(catalog, tree.id())
          ? catalog.contradiction(ResultCode.CORRUPT, expected, found)
          : CorruptException.at(
              pages.format().description(), 1, DatabaseHeader.SIZE, expected, found);
    }
  }

  /** All that was changed since a savepoint is about to be undone: cursors are nowhere then. */
  void rollingBackTo(int savepoint) {
    while (!moves.isEmpty() && moves.getLast().savepoint >= savepoint) {
      Move move = moves.removeLast();
      moveRoot(move.to, (int) move.from);
    }
    for (Known known : trees) {
      known.btree.loseCursors();
    }
    rowids.forgetSequences();
  }

  /** The snapshot is given back: cursors are nowhere until it has another. */
  void rest() {
    for (int i = 0; i < trees.size(); i++) {
      trees.get(i).btree.rest();
    }
  }

  /** Puts in what is to be inserted later. */
  void settle() {
    for (int i = 0; i < trees.size(); i++) {
      trees.get(i).btree.settle();
    }
  }

  /** How many trees were used. */
  int size() {
    return trees.size();
  }

  void close() {
    trees.forEach(known -> known.btree.closeCursors());
    trees.clear();
    rowids.close();
  }

  long[] check(List<Tree> declared, int maximumErrors, Consumer<String> finding) {
    settle();
    return new DatabaseCheck(pages, new TreePages(pages, TreeControl.NONE, 0), maximumErrors)
        .run(declared, finding);
  }
}
