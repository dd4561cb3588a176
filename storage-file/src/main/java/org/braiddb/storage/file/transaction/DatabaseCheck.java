package org.braiddb.storage.file.transaction;

import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.btree.IndexTree;
import org.braiddb.storage.file.btree.IntegrityReport;
import org.braiddb.storage.file.btree.PageReferences;
import org.braiddb.storage.file.btree.PointerMapCheck;
import org.braiddb.storage.file.btree.TreeChecker;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;

/**
 * Checks that every page of a database is used once (T3): by a tree, or by the free list. The
 * messages are SQLite's.
 */
final class DatabaseCheck implements PointerMapCheck {
  private final TransactionPages pages;
  private final PageSource source;
  private final PageReferences references;
  private final IntegrityReport report;
  private final PointerMap map;
  private final boolean autoVacuum;

  DatabaseCheck(TransactionPages pages, PageSource source, int maximumErrors) {
    this.pages = pages;
    this.source = source;
    this.references = new PageReferences(source);
    this.report = new IntegrityReport(maximumErrors);
    this.map = new PointerMap(pages);
    this.autoVacuum = PointerMap.isKept(pages);
  }

  /** Returns how many entries each tree has, -1 where it was not looked at. */
  long[] run(List<Tree> declared, Consumer<String> finding) {
    if (autoVacuum && pages.changed()) {
      map.refresh(); // it is brought up to date at the commit only
    }
    checkFreeList();
    checkRoots(declared);
    TreeChecker checker =
        new TreeChecker(source, references, autoVacuum ? this : PointerMapCheck.NONE, report);
    checker.checkTable((int) Tree.CATALOG_ID);
    long[] entries = new long[declared.size()];
    for (int i = 0; i < entries.length; i++) {
      Tree tree = declared.get(i);
      entries[i] = -1;
      if (tree.id() != Tree.CATALOG_ID && !report.isFull()) {
        checkTree(checker, tree);
        entries[i] = checker.entries();
      }
    }
    checkUnused();
    report.messages().forEach(finding);
    return entries;
  }

  private void checkRoots(List<Tree> declared) {
    byte[] page1 = source.read(1);
    if (!autoVacuum) {
      if (DatabaseHeader.field(page1, DatabaseHeader.INCREMENTAL_VACUUM_OFFSET) != 0) {
        report.add("incremental_vacuum enabled with a max rootpage of zero");
      }
      return;
    }
    long largest = Tree.CATALOG_ID;
    for (Tree tree : declared) {
      largest = Math.max(largest, tree.id());
    }
    int stored = DatabaseHeader.field(page1, DatabaseHeader.LARGEST_ROOT_OFFSET);
    if (largest != stored) {
      report.add(
          "max rootpage ("
              + largest
              + ") disagrees with header ("
              + Integer.toUnsignedString(stored)
              + ")");
    }
  }

  private void checkTree(TreeChecker checker, Tree tree) {
    long id = tree.id();
    int root =
        id > TransactionControl.FIRST_PRIVATE_TREE ? TransactionTrees.privateRoot(id) : (int) id;
    checkMap(root, PointerMap.ROOT, 0, "");
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
    while (trunk != 0 && !report.isFull() && references.add(trunk, "Freelist: ", report)) {
      byte[] image;
      try {
        image = source.read(trunk);
      } catch (CorruptException e) {
        report.add("Freelist: failed to get page " + trunk);
        return;
      }
      found++;
      checkMap(trunk, PointerMap.FREE, 0, "Freelist: ");
      int leaves = PageBytes.i32(image, 4);
      if (leaves < 0 || leaves > pages.format().trunkMaximum()) {
        report.add("Freelist: freelist leaf count too big on page " + trunk);
        leaves = 0;
      }
      for (int i = 0; i < leaves; i++) {
        int leaf = PageBytes.i32(image, 8 + 4 * i);
        checkMap(leaf, PointerMap.FREE, 0, "Freelist: ");
        references.add(leaf, "Freelist: ", report);
      }
      found += leaves;
      trunk = PageBytes.i32(image, 0);
    }
    if (found != expected && report.size() == 0) {
      report.add(
          "Freelist: size is " + found + " but should be " + Integer.toUnsignedString(expected));
    }
  }

  private void checkUnused() {
    ProvisionalPages own = pages.provisional();
    int last = own == null ? pages.pageCount() : pages.snapshotPageCount();
    for (int page = 1; page <= last && !report.isFull(); page++) {
      boolean mapped = autoVacuum && pages.format().isPointerMap(page);
      boolean used = references.contains(page);
      if (!used
          && !mapped
          && !(own != null && own.isFreed(page))
          && page != pages.format().lockBytePage()) {
        report.add("Page " + page + ": never used");
      }
      if (used && mapped) {
        report.add("Page " + page + ": pointer map referenced");
      }
    }
  }

  // ---- the pointer map

  @Override
  public void child(int page, int parent, String prefix) {
    checkMap(page, PointerMap.NODE, parent, prefix);
  }

  @Override
  public void firstOverflow(int page, int parent, String prefix) {
    checkMap(page, PointerMap.FIRST_OVERFLOW, parent, prefix);
  }

  @Override
  public void nextOverflow(int page, int parent, String prefix) {
    checkMap(page, PointerMap.NEXT_OVERFLOW, parent, prefix);
  }

  private void checkMap(int page, int type, int parent, String prefix) {
    if (!autoVacuum) {
      return;
    }
    if (page < 2
        || page > pages.pageCount()
        || pages.format().isReserved(page, true)
        || pages.format().pointerMap(page) > pages.pageCount()) {
      report.add(prefix + "Failed to read ptrmap key=" + Integer.toUnsignedString(page));
      return;
    }
    int foundType = map.type(page);
    if (foundType < PointerMap.ROOT || foundType > PointerMap.NODE) {
      report.add(prefix + "Failed to read ptrmap key=" + page);
      return;
    }
    int foundParent = map.parent(page);
    if (foundType != type || foundParent != parent) {
      report.add(
          prefix
              + "Bad ptr map entry key="
              + page
              + " expected=("
              + type
              + ","
              + parent
              + ") got=("
              + foundType
              + ","
              + Integer.toUnsignedString(foundParent)
              + ")");
    }
  }
}
