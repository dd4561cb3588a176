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
  private TableLoader() {}

  /** Writes all rows that are left; returns how many. */
  public static long load(
      Run rows, List<Affinity> affinities, Tree.Table tree, int database, RunContext context) {
    Transaction transaction = context.transaction(database);
    RecordForm form = new RecordForm(transaction.encoding());
    RecordWriter record = new RecordWriter();
    Cell value = new Cell();
    long rowid = 0;
    try (Cursor cursor = transaction.open(tree, true)) {
      while (rows.next()) {
        record.clear();
        for (int i = 0; i < affinities.size(); i++) {
          value.copyFrom(rows.cell(i));
          affinities.get(i).apply(value);
          form.add(record, value, affinities.get(i) == Affinity.REAL);
        }
        cursor.insert(++rowid, record.bytes(), 0, record.length());
      }
    }
    return rowid;
  }
}
