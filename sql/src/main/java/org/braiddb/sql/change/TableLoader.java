package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordWriter;

/** Fills a table that was just made, and has neither constraints nor indexes, with rows. */
public final class TableLoader {
  private final Transaction transaction;
  private final Tree.Table tree;
  private final Cursor cursor;
  private final Affinity[] affinities;
  private final RecordForm form;
  private final RecordWriter record = new RecordWriter();
  private final Cell value = new Cell();
  private final NewRows waiting = new NewRows();

  private TableLoader(
      Transaction transaction, Tree.Table tree, Cursor cursor, List<Affinity> affinities) {
    this.transaction = transaction;
    this.tree = tree;
    this.cursor = cursor;
    this.affinities = affinities.toArray(Affinity[]::new);
    this.form = new RecordForm(transaction.encoding());
  }

  /** Writes all rows that are left; returns how many. */
  public static long load(
      Run rows, List<Affinity> affinities, Tree.Table tree, int database, RunContext context) {
    Transaction transaction = context.transaction(database);
    long loaded = 0;
    try (Cursor cursor = transaction.open(tree, true)) {
      TableLoader loader = new TableLoader(transaction, tree, cursor, affinities);
      while (rows.next()) {
        loader.add(rows);
        loaded++;
      }
      loader.write();
    }
    return loaded;
  }

  private void add(Run row) {
    record.clear();
    for (int i = 0; i < affinities.length; i++) {
      Affinity affinity = affinities[i];
      value.copyFrom(row.cell(i));
      affinity.apply(value);
      form.add(record, value, affinity == Affinity.REAL);
    }
    if (!waiting.hasRoomFor(record.length())) {
      write();
    }
    waiting.add(record.bytes(), 0, record.length());
    if (waiting.isFull()) {
      write(); // a long record waits where the next one will be made
    }
  }

  private void write() {
    if (!waiting.isEmpty()) {
      waiting.putInto(transaction, tree, cursor);
    }
  }
}
