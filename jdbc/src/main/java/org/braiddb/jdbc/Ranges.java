package org.braiddb.jdbc;

import java.sql.SQLException;

/** Positions in BLOBs and CLOBs, which count from 1. */
final class Ranges {
  private Ranges() {}

  static int start(long position, int size) throws SQLException {
    if (position < 1 || position > size + 1L) {
      throw SqlErrors.invalidArgument("position " + position + " of " + size);
    }
    return (int) (position - 1);
  }

  static int end(int from, int length, int size) throws SQLException {
    if (length < 0) {
      throw SqlErrors.invalidArgument("negative length: " + length);
    }
    return (int) Math.min(size, (long) from + length);
  }
}
