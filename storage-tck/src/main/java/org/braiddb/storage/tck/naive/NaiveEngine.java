package org.braiddb.storage.tck.naive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Handover;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;

/**
 * The engine of journal mode {@value #JOURNAL_MODE}. A database at a file location is kept in
 * memory under its path for as long as the process lives; a shared one as long as a store is open.
 */
public final class NaiveEngine implements StorageEngine {
  /** What {@code PRAGMA journal_mode} calls it. */
  public static final String JOURNAL_MODE = "naive";

  private static final int LARGEST_RECORD = 1_000_000_000;

  private static final Map<Object, NaiveDatabase> DATABASES = new ConcurrentHashMap<>();

  private final Capabilities capabilities;

  /** For the service loader. */
  public NaiveEngine() {
    this(LARGEST_RECORD, Long.MAX_VALUE);
  }

  /** One that holds less, as some engines do; each as {@link Capabilities} has it. */
  public NaiveEngine(int maximumRecordBytes, long maximumTransactionBytes) {
    capabilities =
        new Capabilities(
            false,
            Set.<IsolationLevel>of(),
            true,
            false,
            maximumRecordBytes,
            maximumRecordBytes,
            maximumTransactionBytes);
  }

  @Override
  public String journalMode() {
    return JOURNAL_MODE;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String family() {
    return NaiveEngine.class.getPackageName();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Object identify(StoreLocation location, StoreOptions options) {
    return switch (location) {
      case StoreLocation.File(Path path) -> canonical(path);
      case StoreLocation.SharedMemory shared -> shared;
      case StoreLocation.PrivateMemory _ -> new Object();
    };
  }

  /** The path with the links in its directory resolved; the file itself never exists. */
  private static Path canonical(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path directory = absolute.getParent();
    if (directory == null || absolute.getFileName() == null) {
      throw new CannotOpenException("unable to open database file: " + path, null);
    }
    try {
      return directory.toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      throw new CannotOpenException("unable to open database file: " + path, e);
    }
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    Object identity = identify(location, options);
    NaiveDatabase database = DATABASES.get(identity);
    if (database == null) {
      database = create(location, options);
      NaiveDatabase other = DATABASES.putIfAbsent(identity, database);
      database = other == null ? database : other;
    }
    if (!database.markOpen()) {
      throw new MisuseException(location.display() + " is open already in this process");
    }
    return new NaiveStore(this, location, options.readOnly(), database);
  }

  private static NaiveDatabase create(StoreLocation location, StoreOptions options) {
    if (location instanceof StoreLocation.File(Path path)) {
      if (Files.exists(path)) {
        throw new CannotOpenException(
            "unable to open database file: journal mode naive cannot read the file " + path, null);
      }
      if (!options.create()) {
        throw new CannotOpenException(
            "unable to open database file: " + path + " does not exist", null);
      }
    }
    return new NaiveDatabase(options.encoding());
  }

  /** Forgets an in-memory database when its store closes. */
  static void closed(StoreLocation location, NaiveDatabase database) {
    database.markClosed();
    if (!(location instanceof StoreLocation.File)) {
      DATABASES.values().remove(database);
    }
  }

  @Override
  public Store adopt(Handover handover) {
    if (handover instanceof NaiveStore.Detached detached) {
      return new NaiveStore(this, detached.location(), detached.readOnly(), detached.database());
    }
    throw new MisuseException(
        "journal mode naive cannot take over a database of family " + handover.family());
  }
}
