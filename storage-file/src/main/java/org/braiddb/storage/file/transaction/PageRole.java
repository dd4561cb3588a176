package org.braiddb.storage.file.transaction;

import org.braiddb.storage.Tree;

/**
 * What a private page is: so that a tree's pages can be told from others', and the pointers in them
 * be found.
 *
 * @param tree the id of the tree it is part of
 * @param overflow whether it is an overflow page, not a node of the tree
 */
record PageRole(long tree, boolean overflow) {
  /** Of pages that belong to no tree, such as trunks of the free list. */
  static final PageRole NONE = new PageRole(0, false);

  /** A node of a tree, in a transaction that need not know of which. */
  static final PageRole NODE = new PageRole(Tree.CATALOG_ID, false);

  /** An overflow page of a tree, in a transaction that need not know of which. */
  static final PageRole OVERFLOW = new PageRole(Tree.CATALOG_ID, true);

  /** Whether it is a page of a tree: not one of the free list or of the pointer map. */
  boolean inTree() {
    return tree != NONE.tree;
  }
}
