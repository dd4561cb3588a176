package org.braiddb.sql.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a catalogue in the order of their rowids. Immutable. */
final class SchemaRows {
  private final SchemaRow[] rows;

  private SchemaRows(SchemaRow[] rows) {
    this.rows = rows;
  }

  /** Rows that are in the order of their rowids. */
  static SchemaRows of(List<SchemaRow> rows) {
    return new SchemaRows(rows.toArray(SchemaRow[]::new));
  }

  int size() {
    return rows.length;
  }

  List<SchemaRow> list() {
    return Collections.unmodifiableList(Arrays.asList(rows));
  }

  /** The row with a rowid; null where there is none. */
  @Nullable SchemaRow find(long rowid) {
    int at = place(rowid, 0);
    return at < 0 ? null : rows[at];
  }

  /** As {@link Arrays#binarySearch}. */
  private int place(long rowid, int from) {
    int low = from;
    int high = rows.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compare(rows[middle].rowid(), rowid);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -(low + 1);
  }

  /** The same but for what has changed. */
  SchemaRows with(SchemaChanges changes) {
    SchemaRow[] result = new SchemaRow[rows.length + changes.entries().size()];
    int from = 0;
    int size = 0;
    for (Map.Entry<Long, @Nullable SchemaRow> change : changes.entries()) {
      int found = place(change.getKey(), from);
      int until = found < 0 ? -found - 1 : found;
      System.arraycopy(rows, from, result, size, until - from);
      size += until - from;
      from = found < 0 ? until : until + 1;
      SchemaRow row = change.getValue();
      if (row != null) {
        result[size++] = row;
      }
    }
    System.arraycopy(rows, from, result, size, rows.length - from);
    size += rows.length - from;
    return new SchemaRows(size == result.length ? result : Arrays.copyOf(result, size));
  }
}
