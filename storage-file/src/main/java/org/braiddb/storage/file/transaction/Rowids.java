package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** Hands out rowids: the largest and one, and what AUTOINCREMENT asks on top of that. */
final class Rowids {
  private static final int RANDOM_ATTEMPTS = 100;

  private final TransactionTrees trees;
  private final TransactionControl control;

  /** From table name to where its number is recorded, so that the tree is searched once. */
  private final Map<String, Long> sequenceRows = new HashMap<>();

  Rowids(TransactionTrees trees, TransactionControl control) {
    this.trees = trees;
    this.control = control;
  }

  long allocate(Tree.Table table) {
    long picked = following(table, trees.table(table).largestRowid());
    return picked != TransactionControl.NO_ROWID ? picked : randomRowid(table);
  }

  /** A rowid that nobody else gets, one more than another or larger; NO_ROWID where none is. */
  private long following(Tree.Table table, long last) {
    return last < Long.MAX_VALUE
        ? control.allocateRowid(table, last + 1)
        : TransactionControl.NO_ROWID;
  }

  /** Several, as if each row were put in before the next asks; returns how many. */
  int allocate(Tree.Table table, long[] rowids, int count) {
    long last = trees.table(table).largestRowid();
    int given = 0;
    while (given < count) {
      last = following(table, last);
      if (last == TransactionControl.NO_ROWID) {
        break;
      }
      rowids[given++] = last;
    }
    if (given == 0) {
      rowids[given++] = randomRowid(table);
    }
    return given;
  }

  private long randomRowid(Tree.Table table) {
    try (Cursor cursor = trees.open(table, false)) {
      for (int i = 0; i < RANDOM_ATTEMPTS; i++) {
        // As SQLite: positive, and from the lower half so that rowids can grow again.
        long candidate = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE >>> 1);
        if (!cursor.seek(candidate, Cursor.Seek.EQUAL)) {
          return candidate;
        }
      }
    }
    throw new StoreFullException(
        "database or disk is full: no unused rowid was found for " + table.name());
  }

  long allocate(Tree.Table table, AutoIncrement sequence, TextEncoding encoding) {
    long last = trees.table(table).largestRowid();
    long recorded = recorded(sequence, encoding);
    long largest = Math.max(Math.max(last, recorded), 0);
    long picked = following(table, largest);
    if (picked == TransactionControl.NO_ROWID) {
      throw new StoreFullException(
          "database or disk is full: the AUTOINCREMENT numbers of "
              + table.name()
              + " are used up");
    }
    return picked;
  }

  private long recorded(AutoIncrement sequence, TextEncoding encoding) {
    try (Cursor cursor = trees.open(sequence.sequences(), false)) {
      return find(cursor, sequence, encoding) ? read(cursor).castToInteger(1, encoding) : 0;
    }
  }

  void record(AutoIncrement sequence, long rowid, TextEncoding encoding) {
    try (Cursor cursor = trees.open(sequence.sequences(), true)) {
      boolean found = find(cursor, sequence, encoding);
      if (found && read(cursor).castToInteger(1, encoding) >= rowid) {
        return;
      }
      long row = found ? cursor.rowid() : cursor.last() ? cursor.rowid() + 1 : 1;
      byte[] name = sequence.tableName().getBytes(encoding.charset());
      RecordWriter writer = new RecordWriter();
      writer.addText(name, 0, name.length);
      writer.addInteger(rowid);
      byte[] bytes = writer.toByteArray();
      cursor.insert(row, bytes, 0, bytes.length);
      sequenceRows.put(sequence.tableName(), row);
    }
  }

  private boolean find(Cursor cursor, AutoIncrement sequence, TextEncoding encoding) {
    byte[] name = sequence.tableName().getBytes(encoding.charset());
    @Nullable Long known = sequenceRows.get(sequence.tableName());
    if (known != null && cursor.seek(known, Cursor.Seek.EQUAL) && isNamed(read(cursor), name)) {
      return true;
    }
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      if (isNamed(read(cursor), name)) {
        sequenceRows.put(sequence.tableName(), cursor.rowid());
        return true;
      }
    }
    return false;
  }

  private static RecordReader read(Cursor cursor) {
    cursor.fetch(cursor.payloadSize());
    RecordReader reader = new RecordReader();
    reader.read(cursor.bytes(), cursor.offset(), cursor.payloadSize());
    return reader;
  }

  private static boolean isNamed(RecordReader record, byte[] name) {
    if (!SerialType.isText(record.type(0))) {
      return false;
    }
    int offset = record.offset(0);
    int length = record.length(0);
    return Arrays.equals(record.bytes(), offset, offset + length, name, 0, name.length);
  }

  void forgetSequences() {
    sequenceRows.clear();
  }

  void close() {
    sequenceRows.clear();
  }
}
