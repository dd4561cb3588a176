package org.braiddb.sql.change;

import java.util.List;
import java.util.function.Supplier;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.record.RecordReader;
import org.jspecify.annotations.Nullable;

/** The rowids or primary keys of all rows of a table, in the order of its tree. */
final class TableKeys implements RowQuery {
  private final TableDefinition table;
  private final Supplier<Transaction> transactions;
  private final RecordReader reader = new RecordReader();
  private final List<IndexColumn> key;
  private final Cell[] cells;
  private @Nullable Cursor cursor;
  private boolean started;

  TableKeys(TableDefinition table, Supplier<Transaction> transactions) {
    this.table = table;
    this.transactions = transactions;
    this.key = table.clusteredKey().map(k -> k.columns()).orElse(List.of());
    this.cells = new Cell[columnCount()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
  }

  @Override
  public void open() {
    close();
    cursor = transactions.get().open(table.tree(), false);
    started = false;
  }

  @Override
  public boolean next() {
    Cursor present = cursor;
    if (present == null) {
      return false;
    }
    boolean more = started ? present.next() : present.first();
    started = true;
    if (more) {
      read(present);
    }
    return more;
  }

  private void read(Cursor present) {
    if (table.hasRowid()) {
      cells[0].setInteger(present.rowid());
      return;
    }
    reader.read(present);
    RecordForm form = new RecordForm(transactions.get().encoding());
    for (int i = 0; i < cells.length; i++) {
      boolean real = table.columns().get(key.get(i).column()).affinity() == Affinity.REAL;
      form.read(reader, i, real, cells[i]);
    }
  }

  @Override
  public void list(Listing listing) {
    listing.add(Listing.Operation.of("ScanTable", 0, table.tree().id(), table.name()));
  }

  @Override
  public int columnCount() {
    return table.hasRowid() ? 1 : key.size();
  }

  @Override
  public Cell cell(int column) {
    return cells[column];
  }

  @Override
  public void close() {
    Cursor present = cursor;
    cursor = null;
    if (present != null) {
      present.close();
    }
  }
}
