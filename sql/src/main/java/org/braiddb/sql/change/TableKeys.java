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

  /** Of each column of the key, whether integers stand for reals. */
  private final boolean[] isReal;

  private @Nullable Cursor cursor;

  /** Whether the cursor is somebody else's. */
  private boolean borrowed;

  private @Nullable RecordForm form;
  private boolean started;

  TableKeys(TableDefinition table, Supplier<Transaction> transactions) {
    this.table = table;
    this.transactions = transactions;
    this.key = table.clusteredKey().map(k -> k.columns()).orElse(List.of());
    this.cells = new Cell[columnCount()];
    this.isReal = new boolean[cells.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
      isReal[i] =
          !key.isEmpty() && table.columns().get(key.get(i).column()).affinity() == Affinity.REAL;
    }
  }

  @Override
  public void open() {
    close();
    start(transactions.get().open(table.tree(), false), false);
  }

  @Override
  public void openOver(Cursor another) {
    close();
    start(another, true);
  }

  private void start(Cursor over, boolean isBorrowed) {
    cursor = over;
    borrowed = isBorrowed;
    form = new RecordForm(transactions.get().encoding());
    started = false;
  }

  @Override
  public boolean next() {
    boolean more = move();
    if (more) {
      compute();
    }
    return more;
  }

  @Override
  public boolean move() {
    Cursor present = cursor;
    if (present == null) {
      return false;
    }
    boolean more = started ? present.next() : present.first();
    started = true;
    return more;
  }

  @Override
  public void compute() {
    Cursor present = cursor;
    RecordForm encoded = form;
    if (present == null || encoded == null) {
      return;
    }
    if (table.hasRowid()) {
      cells[0].setInteger(present.rowid());
      return;
    }
    reader.read(present);
    for (int i = 0; i < cells.length; i++) {
      encoded.view(reader, i, isReal[i], cells[i]);
    }
  }

  @Override
  public boolean readsTableInOrder() {
    return true;
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
    Cursor present = borrowed ? null : cursor;
    cursor = null;
    borrowed = false;
    if (present != null) {
      present.close();
    }
  }
}
