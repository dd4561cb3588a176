package org.braiddb.sql.session;

import java.util.function.UnaryOperator;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.StoreOptions;

/**
 * Changes what is fixed once a database is made, its text encoding and page size, where there is
 * nothing in it yet and nobody else has it open: it is closed, and opened again as one that is yet
 * to be made. One that is in a file already stays as it is.
 */
final class EmptyDatabase {
  private EmptyDatabase() {}

  /**
   * Opens a database anew with other options if it can be done.
   *
   * @return whether nothing was in the way
   */
  static boolean remake(
      SessionDatabase database, UnaryOperator<StoreOptions> change, CallLimits limits) {
    if (database.readOnly()
        || !database.lease().isTheOnlyOne()
        || FamilySwitch.encodingOfEmpty(database.handle().store(), limits).isEmpty()) {
      return false;
    }
    FamilySwitch.reopen(
        database,
        change.apply(database.lease().options()),
        database.handle().store().engine(),
        limits);
    return true;
  }
}
