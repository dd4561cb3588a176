package org.braiddb.sql.conformance;

import java.util.List;

/** The journal modes that cases run in; where there are concurrent transactions, in such too. */
final class Modes {
  static final List<String> ALL =
      List.of("wal", "pagelock", "pagelock, concurrent", "mvcc", "mvcc, concurrent");

  private Modes() {}

  static boolean isPlain(String mode) {
    return !mode.endsWith("concurrent");
  }
}
