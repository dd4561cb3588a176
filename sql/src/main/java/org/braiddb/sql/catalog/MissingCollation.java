package org.braiddb.sql.catalog;

import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.TextEncoding;

/**
 * Stands for a collation that a schema names and nobody has defined: rows can be read as long as
 * nothing has to be compared by it.
 *
 * @param name as the schema has it
 */
public record MissingCollation(String name) implements Collation {
  /** What whoever needs it gets. */
  public StatementException missing() {
    return new StatementException(
        ResultCode.ERROR_MISSING_COLLSEQ, "no such collation sequence: " + name);
  }

  @Override
  public int compare(
      byte[] left,
      int leftOffset,
      int leftLength,
      byte[] right,
      int rightOffset,
      int rightLength,
      TextEncoding encoding) {
    throw missing();
  }
}
