package org.braiddb.sql.value;

import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.ResultCode;

/** The longest string or BLOB that a statement may make. */
public final class LengthLimit {
  /** SQLite's default limit, in bytes. */
  public static final int DEFAULT_BYTES = 1_000_000_000;

  private LengthLimit() {}

  /** The length as an array length, if it is within the limit. */
  public static int check(long lengthBytes, int limitBytes) {
    if (lengthBytes > limitBytes) {
      throw tooBig();
    }
    return (int) lengthBytes;
  }

  /** The error of a value beyond the limit. */
  public static StatementException tooBig() {
    return new StatementException(ResultCode.TOOBIG, "string or blob too big");
  }
}
