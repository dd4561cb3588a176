package org.braiddb.sql.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.Statement;

/** Braid's own connections, for tests that need more of them than outcomes. */
public final class Connections {
  private Connections() {}

  /** Opens a file in a journal mode. */
  public static Connection connect(Path file, String journalMode) {
    DatabaseOptions options = DatabaseOptions.builder().journalMode(journalMode).build();
    return Database.at(file.toString(), options).connect();
  }

  /** The first column of the first row of a query's, of which there must be one. */
  public static long number(Connection db, String sql) {
    try (Statement statement = db.prepare(sql)) {
      assertThat(statement.step()).isTrue();
      return statement.columnLong(0);
    }
  }
}
