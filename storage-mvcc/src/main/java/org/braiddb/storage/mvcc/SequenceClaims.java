package org.braiddb.storage.mvcc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The AUTOINCREMENT numbers that a transaction recorded: no claims, since they are merged by
 * maximum. What the user writes into the same tree is claimed like any row.
 */
final class SequenceClaims {
  private final ClaimLog log;
  private final Map<String, Long> recorded = new HashMap<>(0);
  private final Set<Long> mergedRows = new HashSet<>(0);
  private long tree;
  private boolean recording;

  SequenceClaims(ClaimLog log) {
    this.log = log;
  }

  /** Row changes of the tree are the engine's own from here on. */
  void begin(AutoIncrement sequence, long rowid) {
    tree = sequence.sequences().id();
    recording = true;
    String name = sequence.tableName();
    @Nullable Long before = recorded.get(name);
    if (before == null || before < rowid) {
      recorded.put(name, rowid);
      log.push(() -> putBack(name, before));
    }
  }

  private void putBack(String name, @Nullable Long before) {
    if (before == null) {
      recorded.remove(name);
    } else {
      recorded.put(name, before);
    }
  }

  /** The engine writes a row. */
  void merging(long rowid) {
    mergedRows.add(rowid);
  }

  void end() {
    recording = false;
  }

  boolean isRecordingIn(Tree asked) {
    return recording && asked.id() == tree;
  }

  /** The rows of the tree that were written so: whoever writes them himself must know. */
  Set<Long> mergedIn(Tree asked) {
    return asked.id() == tree ? mergedRows : Set.of();
  }

  /** The numbers by table name that were recorded in the tree. */
  Map<String, Long> recordedIn(Tree asked) {
    return asked.id() == tree ? recorded : Map.of();
  }
}
