package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.concurrency.RowListener;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the catalogue a concurrent transaction may have changed, and how they are changed
 * again on top of another commit: page 1 is the catalogue's root and the header's place, so its
 * private image is never published.
 *
 * <p>Rowids of rows that were rolled back stay in the set; replaying compares with the snapshot.
 */
final class CatalogChanges implements RowListener {
  private static final int ROOT_COLUMN = 3;

  private final SortedSet<Long> rowids = new TreeSet<>();
  private @Nullable RowListener next;

  /** Also tells another listener. */
  RowListener followedBy(@Nullable RowListener listener) {
    next = listener;
    return this;
  }

  @Override
  public void inserting(long rowid, boolean replaces) {
    RowListener listener = next;
    if (listener != null) {
      listener.inserting(rowid, replaces);
    }
    rowids.add(rowid);
  }

  @Override
  public void deleting(long rowid) {
    RowListener listener = next;
    if (listener != null) {
      listener.deleting(rowid);
    }
    rowids.add(rowid);
  }

  @Override
  public void inserting(byte[] record, int offset, int length, boolean replaces) {
    throw new MisuseException("the catalogue is a table tree");
  }

  @Override
  public void deleting(byte[] record, int offset, int length) {
    throw new MisuseException("the catalogue is a table tree");
  }

  boolean isEmpty() {
    return rowids.isEmpty();
  }

  /**
   * Applies the changes.
   *
   * @param before the catalogue in the transaction's snapshot
   * @param after the catalogue as the transaction has changed it
   * @param target a writable cursor on the catalogue at the head
   * @param finalRoots from the id of a tree made here to its root
   * @param head for messages
   */
  void replay(Cursor before, Cursor after, Cursor target, LongUnaryOperator finalRoots, long head) {
    for (long rowid : rowids) {
      byte[] old = record(before, rowid);
      byte[] own = record(after, rowid);
      if (own == null) {
        if (old != null) {
          find(target, rowid, head);
          target.delete();
        }
      } else if (old == null) {
        byte[] placed = place(own, finalRoots);
        target.insert(target.last() ? target.rowid() + 1 : 1, placed, 0, placed.length);
      } else if (!Arrays.equals(old, own)) {
        byte[] placed = place(own, finalRoots);
        find(target, rowid, head);
        target.insert(rowid, placed, 0, placed.length);
      }
    }
  }

  private static byte @Nullable [] record(Cursor cursor, long rowid) {
    return cursor.seek(rowid, Cursor.Seek.EQUAL) ? record(cursor) : null;
  }

  private static byte[] record(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    return Arrays.copyOfRange(cursor.bytes(), cursor.offset(), cursor.offset() + size);
  }

  private static void find(Cursor target, long rowid, long head) {
    if (!target.seek(rowid, Cursor.Seek.EQUAL)) {
      throw new ConflictException(
          ConflictException.Kind.DEFINITION,
          Tree.CATALOG.name(),
          "rowid " + rowid,
          head,
          "a definition changed here was removed");
    }
  }

  /** The record with the final root in place of the id of a tree made in the transaction. */
  private static byte[] place(byte[] record, LongUnaryOperator finalRoots) {
    long root = root(record);
    return root < TransactionControl.FIRST_PRIVATE_TREE
        ? record
        : withRoot(record, finalRoots.applyAsLong(root));
  }

  /** Enters another root for the tree that had one; nothing where no row names it. */
  static void moveRoot(Cursor catalog, long from, long to) {
    if (seekRoot(catalog, from)) {
      byte[] changed = withRoot(record(catalog), to);
      catalog.insert(catalog.rowid(), changed, 0, changed.length);
    }
  }

  /** Moves to the first row that names a root; whether there is one. */
  static boolean seekRoot(Cursor catalog, long root) {
    RecordReader reader = new RecordReader();
    boolean more = catalog.first();
    while (more) {
      catalog.showTo(reader);
      if (root(reader) == root) {
        return true;
      }
      more = catalog.next();
    }
    return false;
  }

  private static long root(byte[] record) {
    RecordReader reader = new RecordReader();
    reader.read(record, 0, record.length);
    return root(reader);
  }

  /** The root that a row names, 0 for none. */
  private static long root(RecordReader row) {
    return row.has(ROOT_COLUMN) && SerialType.isInteger(row.type(ROOT_COLUMN))
        ? row.integer(ROOT_COLUMN)
        : 0;
  }

  private static byte[] withRoot(byte[] record, long root) {
    RecordReader reader = new RecordReader();
    reader.read(record, 0, record.length);
    RecordWriter writer = new RecordWriter();
    for (int column = 0; column < reader.columnCount(); column++) {
      if (column == ROOT_COLUMN) {
        writer.addInteger(root);
      } else {
        writer.addEncoded(reader.type(column), reader.bytes(), reader.offset(column));
      }
    }
    return writer.toByteArray();
  }
}
