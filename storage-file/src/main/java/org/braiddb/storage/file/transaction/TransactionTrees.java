package org.braiddb.storage.file.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.UnsupportedException;
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

  /** Throws where writing needs what is not there yet. */
  void checkFormatIsWritable() {
    if (isAutoVacuum()) {
      throw new UnsupportedException(
          pages.format().description()
              + " is an auto-vacuum database: writing it is not supported yet");
    }
  }

  /** Whether the database has pointer-map pages. */
  boolean isAutoVacuum() {
    return DatabaseHeader.field(pages.read(1), DatabaseHeader.LARGEST_ROOT_OFFSET) != 0;
  }

  long create(TreeKind kind) {
    ProvisionalPages own = pages.provisional();
    if (own == null) {
      return BTree.create(new TreePages(pages, TreeControl.NONE, 0), kind);
    }
    long id = TransactionControl.FIRST_PRIVATE_TREE - own.next();
    int root = BTree.create(new TreePages(pages, TreeControl.NONE, id), kind);
    assert root == privateRoot(id);
    return id;
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
    rowids.forget(tree.id());
    announceClearing(tree, true);
    find(tree).btree.drop();
    trees.removeIf(known -> known.tree.id() == tree.id());
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
      case Tree.Index index -> new IndexTree(view, root, index.order(), IndexTree.ALL_COLUMNS);
      case Tree.Clustered clustered ->
          new IndexTree(view, root, clustered.key(), clustered.key().columns().size());
    };
  }

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
      throw new CorruptException(
          "database disk image is malformed: "
              + pages.format().description()
              + ": the root page of "
              + tree.name()
              + " is "
              + id
              + ", expected 1 to "
              + pages.pageCount());
    }
    return (int) id;
  }

  /** Leaves all cursors nowhere: pages change behind their backs. */
  void forgetPositions() {
    for (Known known : trees) {
      known.btree.loseCursors();
    }
    rowids.forgetSequences();
  }

  void close() {
    trees.forEach(known -> known.btree.closeCursors());
    trees.clear();
    rowids.close();
  }

  void check(List<Tree> declared, int maximumErrors, Consumer<String> finding) {
    new DatabaseCheck(pages, new TreePages(pages, TreeControl.NONE, 0), maximumErrors)
        .run(declared, finding);
  }
}
