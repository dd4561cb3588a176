package org.braiddb.storage.file.transaction;

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
}
