package org.braiddb.sql.session;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.record.TextEncoding;

/**
 * What to open: the outcome of reading a path or URI with its options.
 *
 * <p>{@code :memory:} and the empty text are private in-memory databases; a text that begins with
 * {@code file:} is a URI as SQLite reads it (source: SQLite, "Uniform Resource Identifiers"), with
 * the parameters {@code mode}, {@code cache} and, of Braid's own, {@code journal_mode}; anything
 * else is a path.
 *
 * @param journalMode the mode asked for; empty takes it as it is open, else the default
 */
public record DatabaseSource(
    StoreLocation location, StoreOptions options, Optional<String> journalMode) {
  private static final String MEMORY = ":memory:";

  /**
   * Reads a path or URI.
   *
   * @param defaults what the text does not say
   * @throws StatementException for a URI with a value that makes no sense
   */
  public static DatabaseSource parse(String text, DatabaseSource defaults) {
    if (text.isEmpty() || text.equals(MEMORY)) {
      return new DatabaseSource(
          new StoreLocation.PrivateMemory(),
          defaults.options().withReadOnly(false).withCreate(true),
          defaults.journalMode());
    }
    return text.startsWith("file:") ? uri(text, defaults) : file(text, defaults);
  }

  /** The same, in another text encoding where it is yet to be made. */
  DatabaseSource withEncoding(TextEncoding encoding) {
    return new DatabaseSource(location, options.withEncoding(encoding), journalMode);
  }

  private static DatabaseSource file(String path, DatabaseSource defaults) {
    return new DatabaseSource(
        new StoreLocation.File(path(path)), defaults.options(), defaults.journalMode());
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new StatementException(
          ResultCode.CANTOPEN, "unable to open database file: " + e.getMessage(), e);
    }
  }

  // ---- URIs

  private static DatabaseSource uri(String text, DatabaseSource defaults) {
    int fragment = text.indexOf('#');
    String whole = fragment < 0 ? text : text.substring(0, fragment);
    int question = whole.indexOf('?');
    String path = decode(uriPath(question < 0 ? whole : whole.substring(0, question)));
    UriParameters parameters = new UriParameters(defaults);
    if (question >= 0) {
      for (String pair : whole.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.set(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
    }
    return parameters.source(path);
  }

  private static String uriPath(String text) {
    String rest = text.substring("file:".length());
    if (!rest.startsWith("//")) {
      return rest;
    }
    int slash = rest.indexOf('/', 2);
    String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
    if (!authority.isEmpty() && !authority.equals("localhost")) {
      throw new StatementException("invalid uri authority: " + authority);
    }
    return slash < 0 ? "" : rest.substring(slash);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new StatementException(ResultCode.ERROR, "invalid escape in uri: " + text, e);
    }
  }

  /** The parameters after the question mark; unknown ones are ignored, as in SQLite. */
  private static final class UriParameters {
    private StoreOptions options;
    private Optional<String> journalMode;
    private boolean memory;
    private boolean shared;

    UriParameters(DatabaseSource defaults) {
      options = defaults.options();
      journalMode = defaults.journalMode();
    }

    void set(String name, String value) {
      switch (name) {
        case "mode" -> setMode(value);
        case "cache" -> setCache(value);
        case "immutable", "nolock" -> {
          // Nothing but this process changes an open database.
        }
        case "vfs" -> throw new StatementException("no such vfs: " + value);
        case "journal_mode" -> journalMode = Optional.of(value);
        default -> {
          // As in SQLite.
        }
      }
    }

    private void setMode(String value) {
      switch (value) {
        case "ro" -> options = options.withReadOnly(true);
        case "rw" -> options = options.withReadOnly(options.readOnly()).withCreate(false);
        case "rwc" -> {
          if (options.readOnly()) {
            throw new StatementException(ResultCode.PERM, "access mode not allowed: rwc");
          }
          options = options.withCreate(true);
        }
        case "memory" -> memory = true;
        default -> throw new StatementException("no such access mode: " + value);
      }
    }

    private void setCache(String value) {
      switch (value) {
        case "shared" -> shared = true;
        case "private" -> shared = false;
        default -> throw new StatementException("no such cache mode: " + value);
      }
    }

    DatabaseSource source(String path) {
      boolean nameless = path.isEmpty() || path.equals(MEMORY);
      if (memory || nameless) {
        StoreLocation location =
            shared ? new StoreLocation.SharedMemory(path) : new StoreLocation.PrivateMemory();
        return new DatabaseSource(
            location, options.withReadOnly(false).withCreate(true), journalMode);
      }
      return new DatabaseSource(new StoreLocation.File(path(path)), options, journalMode);
    }
  }

  /** What {@code database_list} answers: the absolute path of a file, else nothing. */
  String file() {
    return location instanceof StoreLocation.File file
        ? file.path().toAbsolutePath().normalize().toString()
        : "";
  }
}
