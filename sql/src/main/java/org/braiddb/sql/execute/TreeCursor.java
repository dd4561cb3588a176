package org.braiddb.sql.execute;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.jspecify.annotations.Nullable;

/**
 * A cursor on a tree, opened when a run first needs it, with the row it stands on. It may stay open
 * for the next run, which uses it if it is in the same transaction.
 */
final class TreeCursor extends RecordRow {
  private final int database;
  private final Tree tree;
  private @Nullable Cursor cursor;

  /** Whose cursor it is. */
  private @Nullable Transaction transaction;

  /** Whether the present run has opened it. */
  private boolean opened;

  TreeCursor(int database, Tree tree) {
    this.database = database;
    this.tree = tree;
  }

  Tree tree() {
    return tree;
  }

  int database() {
    return database;
  }

  /** The cursor, opened if it was not. */
  Cursor open(Frame frame) {
    Cursor present = cursor;
    return opened && present != null ? present : openIn(frame.transaction(database));
  }

  private Cursor openIn(Transaction present) {
    Cursor kept = cursor;
    if (kept != null && transaction != present) {
      close();
      kept = null;
    }
    if (tree.id() == Tree.CATALOG_ID) {
      present.readDefinitions();
    }
    if (kept == null) {
      kept = present.open(tree, false);
      cursor = kept;
      transaction = present;
    }
    opened = true;
    return kept;
  }

  /** The cursor of a run that has opened it. */
  Cursor cursor() {
    Cursor present = cursor;
    if (present == null) {
      throw new IllegalStateException("the cursor on " + tree.name() + " is not open");
    }
    return present;
  }

  /** Ends the run; the cursor stays open. */
  void leave() {
    opened = false;
    setAbsent();
  }

  /** Ends the run. */
  void close() {
    Cursor present = cursor;
    cursor = null;
    transaction = null;
    leave();
    if (present != null) {
      present.close();
    }
  }

  @Override
  void load(RecordReader target) {
    target.read(cursor());
  }

  @Override
  long rowid() {
    return cursor().rowid();
  }
}
