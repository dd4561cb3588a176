package org.braiddb.jdbc;

import java.sql.DriverPropertyInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** What a URL's parameters and a connection's properties may set. */
enum ConnectionSetting {
  MODE("ro, rw, rwc or memory: how the file is opened", "ro", "rw", "rwc", "memory"),
  CACHE(
      "shared or private: whether an in-memory database is found by its name", "shared", "private"),
  JOURNAL_MODE("the concurrency strategy, such as wal"),
  BUSY_TIMEOUT("milliseconds that a statement waits for others, 0 or more"),
  SYNCHRONOUS("what a commit waits for", "off", "normal", "full", "extra"),
  FOREIGN_KEYS("whether foreign keys are enforced", "on", "off", "true", "false", "1", "0"),
  TRANSACTION_MODE(
      "how transactions begin when auto-commit is off",
      "deferred",
      "immediate",
      "exclusive",
      "concurrent"),
  ISOLATION(
      "what concurrent transactions may see of each other, at most", "snapshot", "serializable"),
  CACHE_SIZE("as PRAGMA cache_size: pages if positive, KiB if negative"),
  PAGE_SIZE("bytes in a page of a database yet to be made, 512 to 65536"),
  ENCODING("of a database yet to be made", "utf-8", "utf-16le", "utf-16be");

  private final String description;
  private final String[] choices;

  ConnectionSetting(String description, String... choices) {
    this.description = description;
    this.choices = choices;
  }

  /** Its name in URLs and properties. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean allows(String value) {
    return choices.length == 0 || Arrays.asList(choices).contains(value.toLowerCase(Locale.ROOT));
  }

  String choicesInWords() {
    return choices.length == 0 ? description : String.join(", ", choices);
  }

  static Optional<ConnectionSetting> byKey(String key) {
    return Arrays.stream(values()).filter(s -> s.key().equalsIgnoreCase(key)).findFirst();
  }

  static DriverPropertyInfo[] describe(Properties given) {
    return Arrays.stream(values())
        .map(setting -> {
          DriverPropertyInfo info =
              new DriverPropertyInfo(setting.key(), given.getProperty(setting.key()));
          info.description = setting.description;
          info.choices = setting.choices.length == 0 ? null : setting.choices.clone();
          return info;
        })
        .toArray(DriverPropertyInfo[]::new);
  }
}
