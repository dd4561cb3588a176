package org.braiddb.jdbc;

import org.braiddb.sql.BraidVersion;

/** The version of the driver, which is Braid's. */
final class DriverVersion {
  static final int MAJOR = part(0);
  static final int MINOR = part(1);

  private DriverVersion() {}

  private static int part(int index) {
    return Integer.parseInt(BraidVersion.BRAID.split("[.-]", -1)[index]);
  }
}
