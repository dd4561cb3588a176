package org.braiddb.sql.session;

import org.braiddb.sql.pragma.PragmaTables;
import org.braiddb.sql.program.TableFunctions;

/** The table-valued functions that every connection has: this is where one more is added. */
final class BuiltInTables {
  private BuiltInTables() {}

  static void addTo(TableFunctions functions) {
    functions.addAll(PragmaTables.all());
    functions.add(new JournalModesTable());
    functions.add(new ConflictsTable());
    functions.add(new SnapshotsTable());
  }
}
