package org.braiddb.storage.file.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Handover;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.UnsupportedException;
import org.braiddb.storage.file.concurrency.ConcurrencyControl;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.MemoryFileSystem;
import org.braiddb.storage.file.io.RealFileSystem;

/**
 * What the engines over SQLite's file share: all of it but the strategy. A strategy extends this
 * class and says its journal mode and capabilities.
 */
public abstract class FileStorageEngine implements StorageEngine {
  /** The family of the engines over SQLite's file. */
  public static final String FAMILY = "org.braiddb.storage.file";

  /**
   * Held while a file that is missing is made, which closes a descriptor of it: if another thread
   * had found and locked it meanwhile, that would silently drop its locks.
   */
  private static final ReentrantLock CREATION = new ReentrantLock();

  /** For subclasses. */
  protected FileStorageEngine() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public final String family() {
    return FAMILY;
  }

  /** The file system for file locations; tests replace it. */
  protected FileSystem fileSystem() {
    return RealFileSystem.INSTANCE;
  }

  /**
   * Makes the strategy of a store that is opened or adopted.
   *
   * @param store what the strategy may ask of the store; good for as long as that is open
   */
  protected ConcurrencyControl concurrencyControl(StoreView store) {
    return ConcurrencyControl.SINGLE_WRITER;
  }

  @Override
  public final Object identify(StoreLocation location, StoreOptions options) {
    return switch (location) {
      case StoreLocation.File file -> identifyFile(file.path(), options);
      case StoreLocation.SharedMemory memory -> memory;
      case StoreLocation.PrivateMemory memory -> new Object();
    };
  }

  private Object identifyFile(Path path, StoreOptions options) {
    FileSystem files = fileSystem();
    try {
      CREATION.lock();
      try {
        String resolved = files.resolve(path.toString());
        if (!files.exists(resolved)) {
          create(files, resolved, options);
        }
        return files.identity(resolved);
      } finally {
        CREATION.unlock();
      }
    } catch (IOException e) {
      throw cannotOpen(path.toString(), e);
    }
  }

  private static void create(FileSystem files, String path, StoreOptions options)
      throws IOException {
    if (!options.create() || options.readOnly()) {
      throw new CannotOpenException(
          "unable to open database file: " + path + " does not exist", null);
    }
    files.open(path, FileSystem.Access.CREATE, FileSystem.Purpose.LOG).close();
  }

  static CannotOpenException cannotOpen(String path, IOException cause) {
    ResultCode code =
        Files.isDirectory(Path.of(path)) ? ResultCode.CANTOPEN_ISDIR : ResultCode.CANTOPEN;
    return new CannotOpenException(
        code, "unable to open database file: " + path + ": " + cause, cause);
  }

  @Override
  public final Store open(StoreLocation location, StoreOptions options) {
    return switch (location) {
      case StoreLocation.File file -> {
        Object identity = identifyFile(file.path(), options);
        yield new FileStore(
            this,
            location,
            OpenDatabase.open(fileSystem(), file.path().toString(), identity, options));
      }
      case StoreLocation.SharedMemory memory -> openMemory(location, options);
      case StoreLocation.PrivateMemory memory -> openMemory(location, options);
    };
  }

  @Override
  public final <F> Optional<F> facet(Class<F> facet) {
    Facets.Salvaging salvaging = this::salvage;
    return facet.isInstance(salvaging) ? Optional.of(facet.cast(salvaging)) : Optional.empty();
  }

  private Facets.Salvage salvage(StoreLocation location, StoreOptions options) {
    if (!(location instanceof StoreLocation.File file)) {
      throw new UnsupportedException("nothing is left of a database in memory");
    }
    StoreOptions reading = options.withReadOnly(true);
    return SalvageOpener.open(
        fileSystem(), file.path().toString(), identifyFile(file.path(), reading), reading);
  }

  private Store openMemory(StoreLocation location, StoreOptions options) {
    return new FileStore(
        this,
        location,
        OpenDatabase.open(
            new MemoryFileSystem(), location.display(), new Object(), options.withTemporary(true)));
  }

  @Override
  public final Store adopt(Handover handover) {
    if (!(handover instanceof FileHandover file)) {
      throw new MisuseException("a handover of the family " + handover.family());
    }
    return new FileStore(this, file.location(), file.database());
  }
}
