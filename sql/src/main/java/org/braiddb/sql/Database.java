package org.braiddb.sql;

import java.util.Optional;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.session.DatabaseSource;
import org.braiddb.sql.session.Engines;
import org.braiddb.sql.session.Session;
import org.braiddb.storage.Facets;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.UnsupportedException;

/**
 * Where a database is and how connections to it begin. Immutable and cheap: nothing is opened
 * before {@link #connect()}, and what is opened is shared by all connections of the process to the
 * same file, until the last of them closes.
 *
 * <p>A place is one of
 *
 * <ul>
 *   <li>a path;
 *   <li>{@code :memory:}, an in-memory database of one connection;
 *   <li>a URI as SQLite reads it: {@code file:path?mode=ro|rw|rwc|memory&cache=shared|private};
 *       {@code file:name?mode=memory&cache=shared} is an in-memory database that all connections of
 *       the process to that name share. The parameter {@code journal_mode} names a journal mode.
 * </ul>
 *
 * <p>Safe for use by any thread.
 */
public final class Database {
  private final String place;
  private final DatabaseOptions options;

  private Database(String place, DatabaseOptions options) {
    this.place = place;
    this.options = options;
  }

  /** A database with default options. */
  public static Database at(String place) {
    return at(place, DatabaseOptions.DEFAULTS);
  }

  /** A database with options; what the place says goes before them. */
  public static Database at(String place, DatabaseOptions options) {
    return new Database(place, options);
  }

  /** The path or URI. */
  public String place() {
    return place;
  }

  /** The options. */
  public DatabaseOptions options() {
    return options;
  }

  /**
   * Opens a connection.
   *
   * @throws SqlException where the database cannot be opened: {@code CANTOPEN} where it does not
   *     exist or cannot be made, {@code BUSY} where another process holds it, {@code NOTADB} and
   *     {@code CORRUPT} where it is damaged, {@code ERROR} where the journal mode is not installed
   */
  public Connection connect() {
    return Translation.call(
        "", () -> new Connection(Session.open(place, source(), options.synchronous(), settings())));
  }

  /** Opens what is left of it; see {@link Salvage}. */
  Facets.Salvage salvage() {
    DatabaseSource source = DatabaseSource.parse(place, source());
    StorageEngine engine = source.journalMode().map(Engines::forMode).orElseGet(Engines::fallback);
    Facets.Salvaging salvaging =
        engine
            .facet(Facets.Salvaging.class)
            .orElseThrow(() ->
                new UnsupportedException(
                    "journal mode "
                        + engine.journalMode()
                        + " cannot read what is left of a damaged database"));
    return salvaging.salvage(source.location(), source.options());
  }

  private DatabaseSource source() {
    StoreOptions store =
        StoreOptions.DEFAULTS
            .withCreate(options.create())
            .withReadOnly(options.readOnly())
            .withEncoding(options.encoding())
            .withOpenTimeout(options.busyTimeout());
    if (options.pageSize() > 0) {
      store = store.withPageSize(options.pageSize());
    }
    if (options.cacheBytes() > 0) {
      store = store.withCacheBytes(options.cacheBytes());
    }
    Optional<String> mode = options.journalMode();
    return new DatabaseSource(new StoreLocation.PrivateMemory(), store, mode);
  }

  private Settings settings() {
    Settings settings = new Settings();
    settings.setForeignKeys(options.foreignKeys());
    settings.setBusyTimeout(options.busyTimeout());
    settings.setIsolation(options.isolation());
    return settings;
  }

  @Override
  public String toString() {
    return place;
  }
}
