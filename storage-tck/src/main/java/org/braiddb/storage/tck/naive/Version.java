package org.braiddb.storage.tck.naive;

import java.util.EnumMap;
import java.util.Map;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a database at one moment, immutable.
 *
 * @param trees by id
 * @param metadata a field that is not there is 0
 */
record Version(SortedTree<StoredTree> trees, Map<Metadata, Integer> metadata) {
  /** Ids below are the catalogue and none. */
  static final long FIRST_TREE_ID = 2;

  /** Trees of an open transaction have ids from here on; they get lower ones at commit. */
  static final long FIRST_PROVISIONAL_ID = 1L << 40;

  /** A database with an empty catalogue. */
  static Version empty() {
    return new Version(
        SortedTree.with(
            null, new StoredTree(Tree.CATALOG_ID, TreeKind.TABLE, null), StoredTree.BY_ID),
        Map.of());
  }

  @Nullable StoredTree tree(long id) {
    return SortedTree.find(trees, tree -> Long.compare(id, tree.id()));
  }

  Version with(StoredTree tree) {
    return new Version(SortedTree.with(trees, tree, StoredTree.BY_ID), metadata);
  }

  Version without(long id) {
    SortedTree<StoredTree> rest = SortedTree.without(trees, tree -> Long.compare(id, tree.id()));
    if (rest == null) {
      throw new IllegalStateException("the catalogue cannot be removed");
    }
    return new Version(rest, metadata);
  }

  Version with(Metadata field, int value) {
    Map<Metadata, Integer> changed = new EnumMap<>(Metadata.class);
    changed.putAll(metadata);
    changed.put(field, value);
    return new Version(trees, Map.copyOf(changed));
  }
}
