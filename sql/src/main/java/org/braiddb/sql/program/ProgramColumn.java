package org.braiddb.sql.program;

import java.util.Optional;

/**
 * A column of a program's rows.
 *
 * @param origin the table column it shows, where it shows one unchanged
 */
public record ProgramColumn(String name, Optional<Origin> origin) {
  /**
   * A column of a table.
   *
   * @param database the schema name
   * @param declaredType as written; empty where there is none
   */
  public record Origin(String database, String table, String column, String declaredType) {}

  /** A column that shows no table's. */
  public static ProgramColumn named(String name) {
    return new ProgramColumn(name, Optional.empty());
  }
}
