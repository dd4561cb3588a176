package org.braiddb.sql.session;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.braiddb.storage.UnsupportedException;

/** Finds the storage engine of a journal mode, and the one to take where nobody names one. */
public final class Engines {
  /** The system property with the journal mode of databases that nobody asked a mode for. */
  public static final String DEFAULT_MODE_PROPERTY = "org.braiddb.journal_mode";

  private static final String USUAL_MODE = "wal";

  private static final Set<String> ROLLBACK_MODES =
      Set.of("delete", "truncate", "persist", "memory", "off");

  private Engines() {}

  /**
   * The engine of a journal mode, by its name in any letter case.
   *
   * @throws StatementException for a mode that SQLite has and Braid does not
   * @throws UnsupportedException for an unknown one; the text names those that are installed
   */
  public static StorageEngine forMode(String name) {
    String mode = name.toLowerCase(Locale.ROOT);
    if (ROLLBACK_MODES.contains(mode)) {
      throw new StatementException(
          "journal mode "
              + mode
              + " is not available: databases are always in write-ahead log format (installed: "
              + String.join(", ", StorageEngines.installed().journalModes())
              + ")");
    }
    return StorageEngines.installed().forMode(mode);
  }

  /** The engine for a database that nobody asked a mode for. */
  public static StorageEngine fallback() {
    Optional<String> configured =
        Optional.ofNullable(System.getProperty(DEFAULT_MODE_PROPERTY)).filter(m -> !m.isBlank());
    if (configured.isPresent()) {
      return forMode(configured.get().strip());
    }
    StorageEngines installed = StorageEngines.installed();
    List<String> modes = installed.journalModes();
    if (modes.contains(USUAL_MODE)) {
      return installed.forMode(USUAL_MODE);
    }
    if (modes.size() == 1) {
      return installed.forMode(modes.getFirst());
    }
    // The error of the lookup names what is installed and what failed to load.
    return installed.forMode(USUAL_MODE);
  }

  /** The installed modes whose engines have concurrent transactions. */
  static List<String> concurrentModes() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().concurrentTransactions())
        .map(StorageEngine::journalMode)
        .toList();
  }
}
