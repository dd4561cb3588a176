package org.braiddb.sql.execute;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordSource;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * A cursor on a tree, opened when a run first needs it, with the row it stands on. It may stay open
 * for the next run, which uses it if it is in the same transaction.
 */
final class TreeCursor extends RecordRow {
  private static final RowBlock NO_BLOCK = new RowBlock();
  private static final byte[] NO_BYTES = {};

  private final int database;
  private final Tree tree;
  private @Nullable Cursor cursor;

  /** Whose cursor it is. */
  private @Nullable Transaction transaction;

  /** Whether the present run has opened it. */
  private boolean opened;

  /** Whether it is somebody else's, who closes it. */
  private boolean borrowed;

  /** The rows that the cursor shows, and which of them is the present one; none if negative. */
  private RowBlock block = NO_BLOCK;

  private int shown = -1;

  /** Whether these are copies of rows that the cursor has left. */
  private boolean copied;

  private final RecordSource payload = new ShownRow();

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

  /** Whether the run that was begun only reads, so that rows stay as they are until it ends. */
  boolean onlyReads(Frame frame) {
    return frame.onlyReads(database);
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

  /** Has the present run use a cursor on the tree that is somebody else's. */
  void borrow(Cursor another) {
    close();
    cursor = another;
    borrowed = true;
    opened = true;
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
    shown = -1;
    setAbsent();
  }

  /** Ends the run. */
  void close() {
    Cursor present = borrowed ? null : cursor;
    cursor = null;
    borrowed = false;
    transaction = null;
    leave();
    if (present != null) {
      present.close();
    }
  }

  /**
   * Shows the present row and those behind it in a block; {@link #turnTo} makes one of them the
   * present one, until {@link #moved}.
   *
   * @param last the greatest rowid wanted
   * @return how many; 0 where there is only the present row
   */
  int show(RowBlock target, long last) {
    shown = -1;
    block = target;
    copied = false;
    return cursor().show(target, last);
  }

  /** The same in an index, up to an end of a range, and no more than so many. */
  int show(RowBlock target, SearchKey end, boolean inclusive, int most) {
    shown = -1;
    block = target;
    copied = false;
    return cursor().show(target, end, inclusive, most);
  }

  /** Makes a copy of a row of the tree the present one, until {@link #leaveBlock}. */
  void turnTo(RowBlock copies, int row) {
    if (block != copies) {
      block = copies; // only where it changes: a reference stored costs a barrier
      copied = true;
    }
    turnTo(row);
  }

  /** Makes a row of the block the present one. */
  void turnTo(int row) {
    shown = row;
    moved();
  }

  /** Makes the row that the cursor is on the present one. */
  void leaveBlock() {
    shown = -1;
    moved();
  }

  /** The next row is the cursor's; a block that was shown lets go of its bytes. */
  void endBlock(RowBlock ended) {
    shown = -1;
    ended.begin(NO_BYTES);
  }

  @Override
  void load(RecordReader target) {
    if (shown < 0) {
      target.read(cursor());
    } else {
      int size = payload.payloadSize();
      target.read(payload, payload.bytes(), payload.offset(), size, size);
    }
  }

  @Override
  long rowid() {
    return shown < 0 ? cursor().rowid() : block.rowids()[shown];
  }

  /** The record of the present row of the block. */
  private final class ShownRow implements RecordSource {
    @Override
    public int payloadSize() {
      return block.sizes()[shown];
    }

    @Override
    public byte[] bytes() {
      return block.bytes();
    }

    @Override
    public int offset() {
      return block.offsets()[shown];
    }

    @Override
    public int available() {
      return payloadSize();
    }

    @Override
    public void fetch(int size) {
      // All of it is there.
    }

    /**
     * The cursor knows where its own row is: it is moved back to this one, to end the run there.
     */
    @Override
    public RuntimeException malformed(String problem) {
      Cursor present = cursor();
      if (copied) {
        present.seek(rowid(), Cursor.Seek.EQUAL);
        return present.malformed(problem);
      }
      for (int row = block.count() - 1; row > shown; row--) {
        present.previous();
      }
      return present.malformed(problem);
    }
  }
}
