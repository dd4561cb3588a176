package org.braiddb.sql.conformance;

import java.util.List;
import java.util.Optional;

/** The journal modes that cases run in; where there are concurrent transactions, in such too. */
final class Modes {
  /** Those of Braid's own engines. */
  static final List<String> BRAIDS =
      List.of("wal", "pagelock", "pagelock, concurrent", "mvcc", "mvcc, concurrent");

  /** Those that are tried: Braid's, or what {@code braid.conformance.modes} names instead. */
  static final List<String> TRIED =
      Optional.ofNullable(System.getProperty("braid.conformance.modes"))
          .map(modes -> List.of(modes.split(";")))
          .orElse(BRAIDS);

  private Modes() {}

  static boolean isPlain(String mode) {
    return !mode.endsWith("concurrent");
  }
}
