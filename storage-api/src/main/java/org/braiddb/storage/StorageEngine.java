package org.braiddb.storage;

import java.util.Optional;

/**
 * A concurrency and storage strategy, found through {@link java.util.ServiceLoader} and picked by
 * its {@link #journalMode()}.
 *
 * <p>Implementations have a public no-argument constructor (or provider method) that does nothing
 * expensive: lookup constructs every installed engine. They hold no state that matters; open stores
 * do.
 */
public interface StorageEngine {
  /**
   * The version of this interface. It rises when an engine that was compiled before can no longer
   * work, and only then: abilities that an engine may leave out come as facets or default methods.
   */
  int SPI_VERSION = 1;

  /**
   * The name that {@code PRAGMA journal_mode} takes and answers: lower-case ASCII letters, digits
   * and underscores, unique among the installed engines, not one of SQLite's rollback modes ({@code
   * delete}, {@code truncate}, {@code persist}, {@code memory}, {@code off}).
   */
  String journalMode();

  /**
   * Engines of one family keep the same files in the same format and hand an open store over to
   * each other ({@link #adopt}) without closing it. A name that is unlikely to be chosen twice,
   * such as a package name.
   */
  String family();

  /** What stores of this engine can do. Constant. */
  Capabilities capabilities();

  /**
   * The SPI version this engine was compiled against: {@code return SPI_VERSION;}. Every engine
   * says so itself, since the compiler copies the constant's value into the engine's own class; a
   * method inherited from this interface would always answer the version of the library that the
   * engine meets. An engine that answers another version than that library's is not used.
   */
  int spiVersion();

  /**
   * An object that is {@linkplain Object#equals equal} for two locations exactly when they are the
   * same database, whatever spelling or link leads there. Callers use it, together with {@link
   * #family()}, to keep one store per database and process. May create an empty database where the
   * options allow that and none exists, since identity may need one.
   *
   * @throws StorageException where the location cannot be reached or does not exist
   */
  Object identify(StoreLocation location, StoreOptions options);

  /**
   * Opens the store, recovering what a crash left. Called once per database and process at a time.
   *
   * @throws BusyException where another process holds the database
   * @throws CorruptException where the files are not a database or are damaged beyond recovery
   * @throws CannotOpenException where they cannot be opened or created
   */
  Store open(StoreLocation location, StoreOptions options);

  /**
   * An optional ability of the engine itself, beside those of its open stores: {@link
   * Facets.Salvaging}.
   */
  default <F> Optional<F> facet(Class<F> facet) {
    return Optional.empty();
  }

  /**
   * Takes over an open store from an engine of the same {@link #family()}. Only called with what
   * {@link Store#detach} of such an engine returned; never fails half way: where it throws, the
   * caller gives the handover back to the first engine.
   */
  default Store adopt(Handover handover) {
    throw new UnsupportedException(
        "journal mode " + journalMode() + " cannot take over an open database");
  }
}
