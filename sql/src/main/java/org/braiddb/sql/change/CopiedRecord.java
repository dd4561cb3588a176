package org.braiddb.sql.change;

import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/** The record that a row is copied from, in one run of an INSERT; one row's after the other. */
final class CopiedRecord {
  private final RecordCopy how;
  private final RecordReader reader = new RecordReader();
  private @Nullable Cursor source;

  CopiedRecord(RecordCopy how) {
    this.how = how;
  }

  RecordCopy how() {
    return how;
  }

  /**
   * Turns to the record that a cursor is on. Its bytes are good until the cursor moves.
   *
   * @return false where it is not one that can be copied
   */
  boolean turnTo(Cursor cursor) {
    source = cursor;
    cursor.fetch(cursor.payloadSize());
    reader.read(cursor);
    if (reader.columnCount() != how.columns()) {
      return false;
    }
    for (int place : how.required()) {
      if (reader.isNull(place)) {
        return false;
      }
    }
    return true;
  }

  /** The cursor on it. */
  Cursor cursor() {
    Cursor present = source;
    if (present == null) {
      throw new IllegalStateException("there is no record yet");
    }
    return present;
  }

  /** Has a cell refer to what goes to a column of the new record. */
  void view(int place, Affinity affinity, RecordForm form, Cell target) {
    form.view(reader, how.from()[place], affinity == Affinity.REAL, target);
  }

  /**
   * Adds what goes to a column of the new record, and those after it that come from one run.
   *
   * @return the next column to be added
   */
  int add(int place, RecordWriter record) {
    int[] from = how.from();
    int end = place + 1;
    while (end < from.length && from[end] == from[end - 1] + 1) {
      end++;
    }
    record.addColumns(reader, from[place], from[place] + end - place);
    return end;
  }

  /**
   * Makes the new record of this one, where nothing changes its place or size.
   *
   * @param others the columns from the first that is not copied to the last
   * @return false, and nothing done, where something does
   */
  boolean completes(RecordWriter others) {
    return others.replaceIn(reader, how.first());
  }
}
