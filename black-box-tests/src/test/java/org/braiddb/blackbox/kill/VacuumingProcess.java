package org.braiddb.blackbox.kill;

import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;

/**
 * Makes a database and stops in the middle of a VACUUM of it, where an index is copied: writes a
 * line to standard output then, and waits to be killed. Arguments: file, journal mode.
 */
final class VacuumingProcess {
  private VacuumingProcess() {}

  public static void main(String[] arguments) {
    AtomicBoolean vacuuming = new AtomicBoolean();
    Comparator<String> order =
        (left, right) -> {
          if (vacuuming.get()) {
            System.out.println("copying an index");
            waitForEver();
          }
          return left.compareTo(right);
        };
    DatabaseOptions options = DatabaseOptions.builder().journalMode(arguments[1]).build();
    try (Connection connection = Database.at(arguments[0], options).connect()) {
      connection.createCollation("held", order);
      connection.execute(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT COLLATE held); CREATE INDEX i ON"
              + " t(body); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT"
              + " 500) INSERT INTO t(body) SELECT printf('row %d', i) || hex(zeroblob(99)) FROM n");
      vacuuming.set(true);
      connection.execute("VACUUM");
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
