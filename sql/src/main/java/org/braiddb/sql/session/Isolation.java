package org.braiddb.sql.session;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.StorageEngine;

/** What a storage engine offers to who asks for an isolation level. */
final class Isolation {
  private Isolation() {}

  /**
   * The levels that transactions of an engine have, the weakest first. Where one writes at a time
   * every transaction is serializable.
   */
  static List<IsolationLevel> levels(StorageEngine engine) {
    return engine.capabilities().concurrentTransactions()
        ? engine.capabilities().isolationLevels().stream().sorted().toList()
        : List.of(IsolationLevel.SERIALIZABLE);
  }

  /**
   * The weakest level that an engine has and that is not weaker than the one wanted.
   *
   * @throws StatementException where it has none; the text names those it has
   */
  static IsolationLevel offered(StorageEngine engine, IsolationLevel wanted) {
    if (engine.capabilities().concurrentTransactions()
        && engine.capabilities().isolationLevels().contains(wanted)) {
      return wanted;
    }
    List<IsolationLevel> levels = levels(engine);
    return levels.stream()
        .filter(level -> level.compareTo(wanted) >= 0)
        .findFirst()
        .orElseThrow(() ->
            new StatementException(
                "journal mode "
                    + engine.journalMode()
                    + " has no "
                    + nameOf(wanted)
                    + " transactions (it has: "
                    + names(levels)
                    + ")"));
  }

  /** The levels in words. */
  static String names(List<IsolationLevel> levels) {
    return levels.stream().map(Isolation::nameOf).collect(Collectors.joining(", "));
  }

  private static String nameOf(IsolationLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
