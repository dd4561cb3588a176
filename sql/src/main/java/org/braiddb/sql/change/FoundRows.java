package org.braiddb.sql.change;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.execute.RowList;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a statement will change, by their rowids or primary keys, perhaps with new values:
 * in the order of the table, whatever way they were found, since triggers and RETURNING see it.
 */
final class FoundRows implements AutoCloseable {
  private static final int PART = 512;

  private final TableDefinition table;
  private final List<IndexColumn> key;
  private final int keySize;

  /** By which primary keys are ordered. */
  private final Collation[] collations;

  private final Settings settings;

  /** What comes with the rowids, or the keys instead of them; null where nothing does. */
  private @Nullable RowList rest;

  private final Cell cell = new Cell();
  private final Cell other = new Cell();
  private long[] rowids = new long[4];
  private int @Nullable [] order;
  private int size;

  /** Whether the rows have come in the order of the table. */
  private boolean ordered = true;

  private FoundRows(TableDefinition table, CollationSource source, Settings settings) {
    this.table = table;
    this.settings = settings;
    this.key = table.clusteredKey().map(k -> k.columns()).orElse(List.of());
    this.keySize = table.hasRowid() ? 1 : key.size();
    this.collations = new Collation[key.size()];
    for (int i = 0; i < collations.length; i++) {
      collations[i] = source.find(key.get(i).collation()).orElse(Collations.BINARY);
    }
  }

  /**
   * Runs a scan to its end and keeps what it yields: the names of rows, then values.
   *
   * @param collations by which primary keys are ordered
   */
  static FoundRows collect(
      RowQuery scan, TableDefinition table, CollationSource collations, RunContext context) {
    FoundRows found = new FoundRows(table, collations, context.settings());
    try {
      found.read(scan, context);
      return found;
    } catch (RuntimeException | Error e) {
      found.close();
      throw e;
    }
  }

  private void read(RowQuery scan, RunContext context) {
    boolean knownOrder = scan.readsTableInOrder();
    scan.open();
    try {
      while (scan.next()) {
        add(scan, knownOrder);
        if ((size & 0xfff) == 0) {
          context.limits().checkCancelled();
        }
      }
    } finally {
      scan.close();
    }
    if (!ordered) {
      sort();
    }
  }

  private void add(RowQuery scan, boolean knownOrder) {
    ordered = ordered && (knownOrder || size == 0 || followsLast(scan));
    int first = 0;
    if (table.hasRowid()) {
      if (size == rowids.length) {
        rowids = Arrays.copyOf(rowids, size * 2);
      }
      rowids[size] = scan.cell(0).integer;
      first = 1;
    }
    if (scan.columnCount() > first) {
      for (int i = first; i < scan.columnCount(); i++) {
        rest().put(scan.cell(i));
      }
      rest().endRow();
    }
    size++;
  }

  private RowList rest() {
    RowList present = rest;
    if (present == null) {
      present = new RowList(settings);
      rest = present;
    }
    return present;
  }

  // ---- the order

  /** Whether the row that a scan is on does not come before the last one that was added. */
  private boolean followsLast(RowQuery scan) {
    if (table.hasRowid()) {
      return rowids[size - 1] <= scan.cell(0).integer;
    }
    for (int i = 0; i < keySize; i++) {
      rest().read(size - 1, i, cell);
      int difference = compare(i, cell, scan.cell(i));
      if (difference != 0) {
        return difference < 0;
      }
    }
    return true;
  }

  private void sort() {
    if (!table.hasRowid()) {
      sort(this::compareKeys);
    } else if (rest == null) {
      Arrays.sort(rowids, 0, size);
    } else {
      sort((a, b) -> Long.compare(rowids[a], rowids[b]));
    }
  }

  private int compareKeys(int left, int right) {
    for (int i = 0; i < keySize; i++) {
      rest().read(left, i, cell);
      rest().read(right, i, other);
      int difference = compare(i, cell, other);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  /** Compares values of a column of the key, as the table is ordered. */
  private int compare(int column, Cell left, Cell right) {
    int difference = ValueComparator.compare(left, right, collations[column]);
    return key.get(column).descending() ? -difference : difference;
  }

  private void sort(Comparator<Integer> comparator) {
    Integer[] numbers = new Integer[size];
    Arrays.setAll(numbers, i -> i);
    Arrays.sort(numbers, comparator);
    int[] sorted = new int[size];
    Arrays.setAll(sorted, i -> numbers[i]);
    order = sorted;
  }

  private int place(int number) {
    int[] sorted = order;
    return sorted == null ? number : sorted[number];
  }

  // ---- reading

  int size() {
    return size;
  }

  /** Takes some of the rowids of a table. */
  interface Part {
    /** Takes those from one index of an array up to another. */
    void take(long[] rowids, int from, int to);
  }

  /** Hands out all rowids in their order, some hundreds at a time. They came without values. */
  void inParts(Part part) {
    for (int from = 0; from < size; from += PART) {
      part.take(rowids, from, Math.min(size, from + PART));
    }
  }

  /** Puts the rowid or key of a row into an image. */
  void name(int number, RowImage target) {
    int place = place(number);
    if (table.hasRowid()) {
      target.setRowid(rowids[place]);
      return;
    }
    for (int i = 0; i < keySize; i++) {
      rest().read(place, i, target.value(key.get(i).column()));
    }
  }

  /** Whether the next one is the same row again. */
  boolean isRepeated(int number) {
    if (number + 1 >= size) {
      return false;
    }
    int place = place(number);
    int next = place(number + 1);
    if (table.hasRowid()) {
      return rowids[place] == rowids[next];
    }
    for (int i = 0; i < keySize; i++) {
      rest().read(place, i, cell);
      rest().read(next, i, other);
      if (!cell.isIdenticalTo(other)) {
        return false;
      }
    }
    return true;
  }

  /** A value that came with a row. */
  void value(int number, int index, Cell target) {
    rest().read(place(number), table.hasRowid() ? index : keySize + index, target);
  }

  @Override
  public void close() {
    if (rest != null) {
      rest.close();
    }
  }
}
