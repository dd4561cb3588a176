package org.braiddb.bench.workload;

import java.sql.SQLException;

/** Tables with rows, the same for every contender. */
public interface Dataset {
  /** Its name; what is loaded once is kept under it. */
  String id();

  /**
   * Makes the tables in an empty database.
   *
   * @param rows how large it shall be: how many rows its largest table has, roughly
   */
  void create(Loader loader, long rows) throws SQLException;
}
