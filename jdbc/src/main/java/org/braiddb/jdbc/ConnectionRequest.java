package org.braiddb.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.record.TextEncoding;

/**
 * A URL and properties, understood: which database, with which settings. What the URL says goes
 * before the properties; a parameter that is not known is an error.
 */
final class ConnectionRequest {
  static final String URL_PREFIX = "jdbc:braid:";

  private final String url;
  private final String place;
  private final Map<ConnectionSetting, String> settings;

  private ConnectionRequest(String url, String place, Map<ConnectionSetting, String> settings) {
    this.url = url;
    this.place = place;
    this.settings = settings;
  }

  static ConnectionRequest parse(String url, Properties properties) throws SQLException {
    Map<ConnectionSetting, String> settings = new EnumMap<>(ConnectionSetting.class);
    for (String key : properties.stringPropertyNames()) {
      Optional<ConnectionSetting> setting = ConnectionSetting.byKey(key);
      if (setting.isPresent()) {
        put(settings, setting.get(), properties.getProperty(key));
      } else if (!key.equals("user") && !key.equals("password")) {
        throw unknown(key);
      }
    }
    String rest = url.substring(URL_PREFIX.length());
    int question = rest.indexOf('?');
    if (question >= 0) {
      parseParameters(rest.substring(question + 1), settings);
      rest = rest.substring(0, question);
    }
    return new ConnectionRequest(url, place(rest, settings), settings);
  }

  private static void parseParameters(String text, Map<ConnectionSetting, String> settings)
      throws SQLException {
    for (String parameter : text.split("&", -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String key = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      Optional<ConnectionSetting> setting = ConnectionSetting.byKey(key);
      if (setting.isEmpty()) {
        throw unknown(key);
      }
      put(settings, setting.get(), URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
  }

  private static void put(
      Map<ConnectionSetting, String> settings, ConnectionSetting setting, String value)
      throws SQLException {
    if (!setting.allows(value)) {
      throw bad(setting, value, setting.choicesInWords());
    }
    settings.put(setting, value);
  }

  private static SQLException unknown(String key) {
    return new SQLNonTransientConnectionException(
        "unknown connection property: " + key, "08001", 1);
  }

  private static SQLException bad(ConnectionSetting setting, String value, String expected) {
    return new SQLNonTransientConnectionException(
        "connection property " + setting.key() + " cannot be '" + value + "': " + expected,
        "08001",
        1);
  }

  /** The place as the embedding API takes it: mode and cache belong to a file: URI. */
  private static String place(String path, Map<ConnectionSetting, String> settings) {
    String mode = settings.get(ConnectionSetting.MODE);
    String cache = settings.get(ConnectionSetting.CACHE);
    if (path.isEmpty()) {
      return ":memory:";
    }
    if ((mode == null && cache == null) || path.equals(":memory:")) {
      return path;
    }
    StringBuilder uri = new StringBuilder();
    if (path.startsWith("file:")) {
      uri.append(path);
    } else {
      uri.append("file:").append(path.replace("%", "%25").replace("?", "%3f").replace("#", "%23"));
    }
    char separator = '?';
    if (mode != null) {
      uri.append(separator).append("mode=").append(mode.toLowerCase(Locale.ROOT));
      separator = '&';
    }
    if (cache != null) {
      uri.append(separator).append("cache=").append(cache.toLowerCase(Locale.ROOT));
    }
    return uri.toString();
  }

  JdbcConnection open() throws SQLException {
    DatabaseOptions options = options();
    TransactionMode transactionMode =
        TransactionMode.valueOf(
            settings
                .getOrDefault(ConnectionSetting.TRANSACTION_MODE, "deferred")
                .toUpperCase(Locale.ROOT));
    try {
      return new JdbcConnection(url, Database.at(place, options).connect(), transactionMode);
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  private DatabaseOptions options() throws SQLException {
    DatabaseOptions.Builder builder = DatabaseOptions.builder();
    for (Map.Entry<ConnectionSetting, String> entry : settings.entrySet()) {
      apply(builder, entry.getKey(), entry.getValue());
    }
    return builder.build();
  }

  private static void apply(
      DatabaseOptions.Builder builder, ConnectionSetting setting, String value)
      throws SQLException {
    try {
      switch (setting) {
        case MODE, CACHE, TRANSACTION_MODE -> {
          // Part of the place, or of the connection.
        }
        case JOURNAL_MODE -> builder.journalMode(value.toLowerCase(Locale.ROOT));
        case BUSY_TIMEOUT -> builder.busyTimeout(Duration.ofMillis(Long.parseLong(value)));
        case SYNCHRONOUS -> builder.synchronous(Durability.valueOf(value.toUpperCase(Locale.ROOT)));
        case FOREIGN_KEYS ->
            builder.foreignKeys(
                value.equals("1")
                    || value.equalsIgnoreCase("on")
                    || value.equalsIgnoreCase("true"));
        case ISOLATION -> builder.isolation(IsolationLevel.valueOf(value.toUpperCase(Locale.ROOT)));
        case CACHE_SIZE -> {
          long size = Long.parseLong(value);
          builder.cacheBytes(size < 0 ? Math.multiplyExact(-size, 1024L) : size * 4096);
        }
        case PAGE_SIZE -> builder.pageSize(Integer.parseInt(value));
        case ENCODING ->
            builder.encoding(
                TextEncoding.valueOf(value.toUpperCase(Locale.ROOT).replace("UTF-", "UTF_")));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw bad(setting, value, setting.choicesInWords());
    }
  }
}
