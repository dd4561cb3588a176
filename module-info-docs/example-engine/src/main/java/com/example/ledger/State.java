package com.example.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;

/**
 * All that a database holds at one moment. Immutable: a commit, a snapshot, a savepoint are one
 * reference to a state each.
 */
record State(Map<Long, Stored> trees, List<Integer> metadata) {
  record Stored(TreeKind kind, Entries entries) {}

  static final State NEW =
      new State(
          Map.of(Tree.CATALOG_ID, new Stored(TreeKind.TABLE, Entries.EMPTY)),
          Collections.nCopies(Metadata.values().length, 0));

  Entries entries(long tree) {
    return trees.get(tree).entries();
  }

  State with(long tree, Entries entries) {
    return with(tree, new Stored(trees.get(tree).kind(), entries));
  }

  State with(long tree, Stored stored) {
    Map<Long, Stored> changed = new HashMap<>(trees);
    changed.put(tree, stored);
    return new State(changed, metadata);
  }

  State without(long tree) {
    Map<Long, Stored> changed = new HashMap<>(trees);
    changed.remove(tree);
    return new State(changed, metadata);
  }

  State with(Metadata field, int value) {
    List<Integer> changed = new ArrayList<>(metadata);
    changed.set(field.ordinal(), value);
    return new State(trees, changed);
  }
}
