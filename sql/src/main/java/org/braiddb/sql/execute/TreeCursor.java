package org.braiddb.sql.execute;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.jspecify.annotations.Nullable;

/** A cursor on a tree, opened when a run first needs it, with the row it stands on. */
final class TreeCursor extends RecordRow {
  private final int database;
  private final Tree tree;
  private @Nullable Cursor cursor;

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
    if (present == null) {
      Transaction transaction = frame.transaction(database);
      if (tree.id() == Tree.CATALOG_ID) {
        transaction.readDefinitions();
      }
      present = transaction.open(tree, false);
      cursor = present;
    }
    return present;
  }

  /** The cursor of a run that has opened it. */
  Cursor cursor() {
    Cursor present = cursor;
    if (present == null) {
      throw new IllegalStateException("the cursor on " + tree.name() + " is not open");
    }
    return present;
  }

  /** Ends the run. */
  void close() {
    Cursor present = cursor;
    cursor = null;
    setAbsent();
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
