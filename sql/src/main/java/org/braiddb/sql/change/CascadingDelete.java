package org.braiddb.sql.change;

import java.util.List;

/**
 * Deletes rows together with those that refer to them, where all of these go and nothing else
 * happens: the children of some hundreds of parents are found first, then the parents go, then the
 * children, so that those that lie near each other in a tree go at once.
 */
final class CascadingDelete {
  /** Once so many children are found their parents go, and they. */
  private static final int MANY_CHILDREN = 1 << 15;

  private final ChangeRun run;
  private final TableChanger parents;
  private final List<Branch> branches;

  /** The children that refer to the parents by one key. */
  static final class Branch {
    private final ForeignKeys.Link link;
    private final KeyFinder finder;
    private final TableChanger children;
    private final RowidList found = new RowidList();

    /** An image for those that are deleted. */
    private final RowImage row;

    Branch(ForeignKeys.Link link, KeyFinder finder, TableChanger children) {
      this.link = link;
      this.finder = finder;
      this.children = children;
      this.row = new RowImage(link.child());
    }

    private void deleteFound(ChangeRun run) {
      run.enter(link);
      try {
        children.deleteEach(found.sorted(), row);
        run.endStep();
      } finally {
        run.leave();
      }
      found.clear();
    }
  }

  /**
   * Of rows of a table.
   *
   * @param branches all keys that refer to it
   */
  CascadingDelete(ChangeRun run, TableChanger parents, List<Branch> branches) {
    this.run = run;
    this.parents = parents;
    this.branches = branches;
  }

  /**
   * Deletes rows.
   *
   * @param row an image to be used for them
   */
  void deleteEach(FoundRows found, RowImage row) {
    if (branches.isEmpty()) {
      parents.deleteEach(found, row);
    } else {
      found.inParts((rowids, from, to) -> deletePart(rowids, from, to, row));
    }
  }

  private void deletePart(long[] rowids, int from, int to, RowImage row) {
    int first = from;
    for (int i = from; i < to; i++) {
      if (parents.store().hasRowid(rowids[i])) {
        row.setRowid(rowids[i]);
        findChildren(row);
      }
      if (i + 1 == to || countFound() >= MANY_CHILDREN) {
        parents.deleteEach(rowids, first, i + 1, row);
        for (Branch branch : branches) {
          branch.deleteFound(run);
        }
        first = i + 1;
      }
    }
  }

  private void findChildren(RowImage parent) {
    for (Branch branch : branches) {
      branch.finder.addChildren(parent, branch.found);
    }
  }

  private int countFound() {
    int count = 0;
    for (Branch branch : branches) {
      count += branch.found.size();
    }
    return count;
  }
}
