package org.braiddb.sql.change;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.execute.EntrySorter;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/**
 * The entries that the rows of a table should have in an index, one after the other in its order.
 */
final class SortedEntries implements AutoCloseable {
  private static final int ENTRIES_BETWEEN_CHECKS = 4096;

  private final IndexProgram program;
  private final RunContext run;
  private final EntrySorter sorter;
  private final RecordComparator comparator;
  private final boolean onlyBinary;
  private final int keySize;
  private final int recordSize;
  private final SearchKey key;
  private long count;

  /** The entry before the present one, of a unique index only. */
  private byte[] before = {};

  /** Negative where there is none. */
  private int beforeLength = -1;

  private boolean onEntry;

  private SortedEntries(IndexProgram program, RunContext run) {
    this.program = program;
    this.run = run;
    sorter = new EntrySorter(run.settings());
    comparator = new RecordComparator(program.tree().order());
    onlyBinary =
        program.tree().order().columns().stream()
            .allMatch(column -> column.collation() == Collations.BINARY);
    keySize = program.index().keyColumns().size();
    recordSize = program.index().recordSize();
    key = new SearchKey(keySize);
  }

  /** Those of all rows. */
  static SortedEntries of(IndexProgram program, TableStore rows, RunContext run) {
    SortedEntries entries = new SortedEntries(program, run);
    try (Cursor scan = rows.openScan()) {
      entries.collect(rows, scan);
      entries.sorter.sort();
      return entries;
    } catch (RuntimeException | Error e) {
      entries.close();
      throw e;
    }
  }

  private void collect(TableStore rows, Cursor scan) {
    RecordForm form = rows.form();
    RecordWriter record = new RecordWriter();
    RowImage row = program.image();
    int[] columns = storedColumns(program);
    Cell value = new Cell();
    for (boolean more = scan.first(); more; more = scan.next()) {
      if (columns != null) {
        rows.viewPresent(scan, row, columns);
      } else {
        rows.readPresent(scan, row);
      }
      if (program.covers()) {
        for (int place = 0; place < keySize; place++) {
          program.value(row, place, value);
          KeyOrder.Column column = program.tree().order().columns().get(place);
          sorter.addKey(value, column.collation(), column.descending());
        }
        program.writeEntry(row, form, record);
        sorter.add(record);
      }
      checkCancelled();
    }
  }

  /** The columns that entries are made of, where these can be read alone; else null. */
  private static int @Nullable [] storedColumns(IndexProgram program) {
    TableDefinition table = program.image().table();
    IndexDefinition index = program.index();
    Set<Integer> used = new TreeSet<>(program.computedOf());
    for (int place = 0; place < index.recordSize(); place++) {
      used.add(index.recordColumn(place).column());
    }
    used.removeIf(column -> column < 0 || column == table.rowidAlias());
    return used.stream().anyMatch(column -> table.columns().get(column).recordColumn() < 0)
        ? null
        : used.stream().mapToInt(Integer::intValue).toArray();
  }

  private void checkCancelled() {
    if (++count % ENTRIES_BETWEEN_CHECKS == 0) {
      run.limits().checkCancelled();
    }
  }

  /** Moves to the next entry; false at the end. */
  boolean next() {
    if (onEntry && program.index().unique()) {
      keepPresent();
    }
    onEntry = sorter.next();
    checkCancelled();
    return onEntry;
  }

  private void keepPresent() {
    int length = length();
    if (before.length < length) {
      before = new byte[2 * length];
    }
    System.arraycopy(bytes(), offset(), before, 0, length);
    beforeLength = length;
  }

  /** Whether the present entry of a unique index and the one before have the same key, no NULL. */
  boolean repeatsKey() {
    if (beforeLength < 0
        || comparator.compare(before, 0, beforeLength, bytes(), offset(), length(), keySize) != 0) {
      return false;
    }
    RecordComparator.unpack(before, 0, beforeLength, keySize, key);
    for (int column = 0; column < keySize; column++) {
      if (key.type(column) == SearchKey.NULL) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the present entry is the one that a cursor of the index is on. Of one that is written
   * in another form, as numbers may be, that is said only where no collation takes different texts
   * for equal.
   */
  boolean isEntryOf(Cursor index) {
    int size = index.payloadSize();
    index.fetch(size);
    int from = index.offset();
    int end = offset() + length();
    return Arrays.equals(bytes(), offset(), end, index.bytes(), from, from + size)
        || onlyBinary
            && comparator.compare(
                    bytes(), offset(), length(), index.bytes(), from, size, recordSize)
                == 0;
  }

  /** The array that the present entry is in. */
  byte[] bytes() {
    return sorter.bytes();
  }

  /** Where it begins there. */
  int offset() {
    return sorter.offset();
  }

  /** Its length in bytes. */
  int length() {
    return sorter.length();
  }

  @Override
  public void close() {
    sorter.close();
  }
}
