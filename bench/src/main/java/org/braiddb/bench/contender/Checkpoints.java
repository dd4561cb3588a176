package org.braiddb.bench.contender;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether contenders with a write-ahead log of SQLite's kind checkpoint by themselves. They do,
 * unless the process was started to show what checkpoints cost.
 */
public final class Checkpoints {
  /** The system property that switches them off where it is {@code true}. */
  public static final String OFF_PROPERTY = "braid.bench.noCheckpoints";

  private Checkpoints() {}

  static void apply(Statement statement) throws SQLException {
    if (Boolean.getBoolean(OFF_PROPERTY)) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
    }
  }
}
