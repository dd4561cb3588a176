package org.braiddb.sql;

/** The versions that the engine answers for itself. */
public final class BraidVersion {
  /** The version of the dialect: what {@code sqlite_version()} answers. */
  public static final String DIALECT = "3.54.1";

  /** The version of Braid: what {@code braid_version()} answers. */
  public static final String BRAID = "0.1.0";

  private BraidVersion() {}
}
