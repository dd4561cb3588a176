package org.braiddb.sql.change;

import org.braiddb.sql.execute.FoundTogether;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;

/** Deletes the rows that a query finds with the cursor that deletes them. */
final class DeletionWhereFound {
  private DeletionWhereFound() {}

  /**
   * Deletes them.
   *
   * @param scan is open over the cursor
   * @return how many
   */
  static long run(RowQuery scan, Cursor rows, CallLimits limits) {
    FoundTogether found = scan.together();
    return found == null ? oneByOne(scan, rows, limits) : together(found, rows, limits);
  }

  private static long together(FoundTogether found, Cursor rows, CallLimits limits) {
    long deleted = 0;
    while (found.next()) {
      limits.checkCancelled();
      int count = found.count();
      if (count > 0) {
        if (found.areShown()) {
          rows.deleteShown(found.block(), found.places(), count);
        } else {
          rows.delete();
        }
        deleted += count;
      }
    }
    return deleted;
  }

  private static long oneByOne(RowQuery scan, Cursor rows, CallLimits limits) {
    long deleted = 0;
    for (int found = 1; scan.move(); found++) {
      if (rows.onEntry()) { // a function of the application may have deleted it
        rows.delete();
        deleted++;
      }
      if ((found & 0xfff) == 0) {
        limits.checkCancelled();
      }
    }
    return deleted;
  }
}
