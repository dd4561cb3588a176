package org.braiddb.sql.execute;

import org.braiddb.storage.CorruptException;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The present row of a source whose rows are records. The record is looked at when the first column
 * is read, so that rows of which no column is read cost nothing.
 */
abstract class RecordRow {
  /** A record that is its header, which is as long as its own size. */
  private static final byte[] NO_COLUMNS = {1};

  private final RecordReader reader = new RecordReader();
  private boolean stale = true;
  private boolean absent = true;

  /** Called when the source has moved to another row. */
  final void moved() {
    stale = true;
    absent = false;
  }

  /** Makes all columns NULL: the row of an outer join that has no partner. */
  final void setAbsent() {
    absent = true;
    stale = true;
  }

  /** Whether all columns are NULL. */
  final boolean isAbsent() {
    return absent;
  }

  /** The columns of the present row; none where it is absent. */
  final RecordReader reader() {
    if (stale) {
      turn();
    }
    return reader;
  }

  private void turn() {
    if (absent) {
      reader.read(NO_COLUMNS, 0, NO_COLUMNS.length);
    } else {
      load(reader);
    }
    stale = false;
  }

  /** Points the reader at the present row. */
  abstract void load(RecordReader target);

  /** A scan begins whose entries lead to these rows. */
  void announce(Frame frame) {
    // Only rows that lie elsewhere than their entries can be brought nearer.
  }

  /** The rowid of the present row, where the source has rowids. */
  long rowid() {
    throw new IllegalStateException("these rows have no rowid");
  }

  /** The error for an index entry whose row the table does not have; null for other sources. */
  @Nullable CorruptException missing() {
    return null;
  }

  /** A row that is somewhere in memory as a whole. */
  static final class InMemory extends RecordRow {
    private byte[] bytes = new byte[0];
    private byte[] spare = new byte[0];
    private int offset;
    private int length;

    /** An array of its own, for bytes that are read from a file. */
    byte[] room(int size) {
      if (spare.length < size) {
        spare = new byte[Math.max(size, 2 * spare.length)];
      }
      return spare;
    }

    /** Where the record is. */
    byte[] bytes() {
      return bytes;
    }

    int offset() {
      return offset;
    }

    int length() {
      return length;
    }

    /** A column of records of the executor's own, as {@link CellRecords} writes them. */
    Evaluator column(int place) {
      return new RecordColumn(this, place, false, TextEncoding.UTF_8, null);
    }

    /** As many columns from a place on. */
    Evaluator[] columns(int first, int count) {
      Evaluator[] columns = new Evaluator[count];
      for (int i = 0; i < count; i++) {
        columns[i] = column(first + i);
      }
      return columns;
    }

    void set(byte[] newBytes, int newOffset, int newLength) {
      bytes = newBytes;
      offset = newOffset;
      length = newLength;
      moved();
    }

    @Override
    void load(RecordReader target) {
      target.read(bytes, offset, length);
    }
  }
}
