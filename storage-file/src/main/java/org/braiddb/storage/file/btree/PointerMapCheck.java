package org.braiddb.storage.file.btree;

/**
 * Is told, by the check of a tree, what the pointer map of an auto-vacuum database must say of each
 * page that a page of the tree points to.
 */
public interface PointerMapCheck {
  /** For databases without a pointer map. */
  PointerMapCheck NONE =
      new PointerMapCheck() {
        @Override
        public void child(int page, int parent, String prefix) {}

        @Override
        public void firstOverflow(int page, int parent, String prefix) {}

        @Override
        public void nextOverflow(int page, int parent, String prefix) {}
      };

  /**
   * A node has a child.
   *
   * @param prefix what a message about it begins with
   */
  void child(int page, int parent, String prefix);

  /** A cell of a node has overflow pages, of which this is the first. */
  void firstOverflow(int page, int parent, String prefix);

  /** An overflow page is followed by another. */
  void nextOverflow(int page, int parent, String prefix);
}
