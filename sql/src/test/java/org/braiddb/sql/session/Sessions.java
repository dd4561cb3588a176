package org.braiddb.sql.session;

import java.nio.file.Path;
import java.util.Optional;
import org.braiddb.sql.program.Settings;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;

/** Sessions as tests open and use them. */
final class Sessions {
  private Sessions() {}

  /** Opens one on a file in a journal mode; in memory where the mode's engine knows no files. */
  static Session open(String mode, Path file, Durability durability, Settings settings) {
    DatabaseSource source =
        new DatabaseSource(
            new StoreLocation.PrivateMemory(), StoreOptions.DEFAULTS, Optional.of(mode));
    String place = mode.equals("naive") ? ":memory:" : file.toString();
    return Session.open(place, source, durability, settings);
  }

  /** Runs statements to their ends. */
  static void run(Session session, String... statements) {
    session.enter();
    try {
      for (String sql : statements) {
        PreparedStatement statement = session.prepare(sql, 0).orElseThrow();
        try {
          while (statement.step()) {
            // nothing is looked at
          }
        } finally {
          statement.close();
        }
      }
    } finally {
      session.leave();
    }
  }
}
