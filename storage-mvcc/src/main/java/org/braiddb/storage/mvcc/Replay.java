package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;

/**
 * Applies a transaction's row changes to a tree of the head. Records are copied, nothing is
 * evaluated: validation has shown that no commit in between touched the same keys.
 */
final class Replay {
  private final TreeClaims claims;
  private final Cursor from;
  private final Cursor to;
  private final SearchKey key = new SearchKey(4);

  Replay(TreeClaims claims, Cursor from, Cursor to) {
    this.claims = claims;
    this.from = from;
    this.to = to;
  }

  /** Gives every changed key the record that the private tree has under it, or deletes it. */
  void rows() {
    claims
        .changes()
        .forEach((changed, record, state) -> {
          if (claims.tree() instanceof Tree.Table) {
            row((Long) changed, NetChange.now(state));
          } else {
            entry(record, NetChange.now(state));
          }
        });
  }

  private void row(long rowid, boolean present) {
    if (!present) {
      if (to.seek(rowid, Cursor.Seek.EQUAL)) {
        to.delete();
      }
      return;
    }
    if (!from.seek(rowid, Cursor.Seek.EQUAL)) {
      throw missing("row " + rowid);
    }
    int size = from.payloadSize();
    from.fetch(size);
    to.insert(rowid, from.bytes(), from.offset(), size);
  }

  private void entry(byte[] record, boolean present) {
    int columns =
        claims.tree() instanceof Tree.Clustered clustered
            ? clustered.key().columns().size()
            : KeyOrdering.ALL_COLUMNS;
    RecordComparator.unpack(record, 0, record.length, columns, key);
    if (!present) {
      if (to.seek(key, Cursor.Seek.EQUAL)) {
        to.delete();
      }
      return;
    }
    if (!from.seek(key, Cursor.Seek.EQUAL)) {
      throw missing("a key");
    }
    int size = from.payloadSize();
    from.fetch(size);
    to.insert(from.bytes(), from.offset(), size);
  }

  private IllegalStateException missing(String what) {
    return new IllegalStateException(
        what + " of " + claims.tree().name() + " is counted as present but is not there");
  }

  // ---- AUTOINCREMENT

  /**
   * Raises recorded numbers to at least those recorded here; those that the user wrote, or deleted,
   * after all are left as the rows have them.
   */
  void sequences(SequenceClaims sequences, TextEncoding encoding) {
    sequences
        .recordedIn(claims.tree())
        .forEach((table, number) -> {
          byte[] name = table.getBytes(encoding.charset());
          if (find(from, name) && !isWrittenByUser(from.rowid())) {
            sequences.merging(merge(name, number, encoding));
          }
        });
  }

  private boolean isWrittenByUser(long rowid) {
    return NetChange.isChange(((RowidChanges) claims.changes()).get(rowid));
  }

  /** Returns the row where the number is. */
  private long merge(byte[] name, long number, TextEncoding encoding) {
    long row;
    if (find(to, name)) {
      row = to.rowid();
      if (read(to).castToInteger(1, encoding) >= number) {
        return row;
      }
    } else {
      row = to.last() ? to.rowid() + 1 : 1;
    }
    RecordWriter writer = new RecordWriter();
    writer.addText(name, 0, name.length);
    writer.addInteger(number);
    to.insert(row, writer.bytes(), 0, writer.length());
    return row;
  }

  private static boolean find(Cursor cursor, byte[] name) {
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      RecordReader record = read(cursor);
      if (SerialType.isText(record.type(0)) && isNamed(record, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamed(RecordReader record, byte[] name) {
    int offset = record.offset(0);
    int end = offset + record.length(0);
    return Arrays.equals(record.bytes(), offset, end, name, 0, name.length);
  }

  private static RecordReader read(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    RecordReader reader = new RecordReader();
    reader.read(cursor.bytes(), cursor.offset(), size);
    return reader;
  }
}
