package org.braiddb.sql.session;

import org.braiddb.storage.CallLimits;
import org.braiddb.storage.record.TextEncoding;

/**
 * Changes the text encoding of a database in which there is nothing yet and which nobody else has
 * open: it is closed, and opened again as one that is yet to be made. The encoding of one that is
 * in a file already stays.
 */
final class EncodingSwitch {
  private EncodingSwitch() {}

  /**
   * Changes the encoding if it can be done.
   *
   * @return whether nothing was in the way
   */
  static boolean change(SessionDatabase database, TextEncoding encoding, CallLimits limits) {
    if (database.readOnly()
        || !database.lease().isTheOnlyOne()
        || FamilySwitch.encodingOfEmpty(database.handle().store(), limits).isEmpty()) {
      return false;
    }
    FamilySwitch.reopen(
        database,
        database.lease().options().withEncoding(encoding),
        database.handle().store().engine(),
        limits);
    return true;
  }
}
