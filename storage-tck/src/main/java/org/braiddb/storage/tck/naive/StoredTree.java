package org.braiddb.storage.tck.naive;

import java.util.Comparator;
import org.braiddb.storage.TreeKind;
import org.jspecify.annotations.Nullable;

/** A tree with its id. */
record StoredTree(long id, TreeKind kind, @Nullable SortedTree<Entry> entries) {
  static final Comparator<StoredTree> BY_ID = Comparator.comparingLong(StoredTree::id);

  StoredTree withId(long newId) {
    return new StoredTree(newId, kind, entries);
  }

  StoredTree withEntries(@Nullable SortedTree<Entry> newEntries) {
    return new StoredTree(id, kind, newEntries);
  }
}
