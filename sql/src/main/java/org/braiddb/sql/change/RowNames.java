package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;

/** The rows that a statement will change, by their rowids or primary keys, in the order found. */
final class RowNames {
  private final TableDefinition table;
  private long[] rowids = new long[16];
  private final List<Cell[]> keys = new ArrayList<>();
  private int size;

  private RowNames(TableDefinition table) {
    this.table = table;
  }

  /** Runs a scan to its end and keeps what it names. */
  static RowNames collect(RowQuery scan, TableDefinition table, RunContext context) {
    RowNames names = new RowNames(table);
    scan.open();
    try {
      while (scan.next()) {
        names.add(scan);
        if ((names.size & 0xfff) == 0) {
          context.limits().checkCancelled();
        }
      }
    } finally {
      scan.close();
    }
    return names;
  }

  private void add(RowQuery scan) {
    if (!table.hasRowid()) {
      Cell[] key = new Cell[table.clusteredKey().orElseThrow().columns().size()];
      for (int i = 0; i < key.length; i++) {
        key[i] = new Cell();
        key[i].copyFrom(scan.cell(i));
        key[i].own();
      }
      keys.add(key);
    } else {
      if (size == rowids.length) {
        rowids = Arrays.copyOf(rowids, size * 2);
      }
      rowids[size] = scan.cell(0).integer;
    }
    size++;
  }

  int size() {
    return size;
  }

  /** Puts the rowid or key of a row into an image. */
  void load(int number, RowImage target) {
    if (table.hasRowid()) {
      target.setRowid(rowids[number]);
      return;
    }
    List<IndexColumn> columns = table.clusteredKey().orElseThrow().columns();
    for (int i = 0; i < columns.size(); i++) {
      target.value(columns.get(i).column()).copyFrom(keys.get(number)[i]);
    }
  }
}
