package org.braiddb.storage.file.transaction;

import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.btree.IndexTree;
import org.braiddb.storage.file.btree.IntegrityReport;
import org.braiddb.storage.file.btree.PageReferences;
import org.braiddb.storage.file.btree.TreeChecker;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;

/**
 * Checks that every page of a database is used once (T3): by a tree, or by the free list. The
 * messages are SQLite's.
 */
final class DatabaseCheck {
  private final TransactionPages pages;
  private final PageSource source;
  private final PageReferences references;
  private final IntegrityReport report;

  DatabaseCheck(TransactionPages pages, PageSource source, int maximumErrors) {
    this.pages = pages;
    this.source = source;
    this.references = new PageReferences(source);
    this.report = new IntegrityReport(maximumErrors);
  }

  void run(List<Tree> declared, Consumer<String> finding) {
    checkFreeList();
    TreeChecker checker = new TreeChecker(source, references, report);
    checker.checkTable((int) Tree.CATALOG_ID);
    for (Tree tree : declared) {
      if (tree.id() != Tree.CATALOG_ID && !report.isFull()) {
        checkTree(checker, tree);
      }
    }
    checkUnused();
    report.messages().forEach(finding);
  }

  private static void checkTree(TreeChecker checker, Tree tree) {
    long id = tree.id();
    int root =
        id > TransactionControl.FIRST_PRIVATE_TREE ? TransactionTrees.privateRoot(id) : (int) id;
    switch (tree) {
      case Tree.Table table -> checker.checkTable(root);
      case Tree.Index index -> checker.checkIndex(root, index.order(), IndexTree.ALL_COLUMNS);
      case Tree.Clustered clustered ->
          checker.checkIndex(root, clustered.key(), clustered.key().columns().size());
    }
  }

  private void checkFreeList() {
    byte[] page1 = source.read(1);
    int expected = DatabaseHeader.field(page1, DatabaseHeader.FREELIST_COUNT_OFFSET);
    int trunk = DatabaseHeader.field(page1, DatabaseHeader.FREELIST_TRUNK_OFFSET);
    int found = 0;
    while (trunk != 0 && references.add(trunk, "Freelist: ", report)) {
      byte[] image;
      try {
        image = source.read(trunk);
      } catch (CorruptException e) {
        report.add("Freelist: failed to get page " + trunk);
        return;
      }
      found++;
      int leaves = PageBytes.i32(image, 4);
      if (leaves < 0 || leaves > pages.format().trunkMaximum()) {
        report.add("Freelist: freelist leaf count too big on page " + trunk);
        return;
      }
      for (int i = 0; i < leaves; i++) {
        references.add(PageBytes.i32(image, 8 + 4 * i), "Freelist: ", report);
      }
      found += leaves;
      trunk = PageBytes.i32(image, 0);
    }
    if (found != expected && !report.isFull()) {
      report.add("Freelist: size is " + found + " but should be " + expected);
    }
  }

  private void checkUnused() {
    boolean autoVacuum =
        DatabaseHeader.field(source.read(1), DatabaseHeader.LARGEST_ROOT_OFFSET) != 0;
    ProvisionalPages own = pages.provisional();
    int last = own == null ? pages.pageCount() : pages.snapshotPageCount();
    for (int page = 1; page <= last && !report.isFull(); page++) {
      if (!references.contains(page)
          && !(own != null && own.isFreed(page))
          && page != pages.format().lockBytePage()
          && !(autoVacuum && pages.format().isPointerMap(page))) {
        report.add("Page " + page + ": never used");
      }
    }
  }
}
