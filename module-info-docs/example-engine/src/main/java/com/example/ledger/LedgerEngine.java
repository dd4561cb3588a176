package com.example.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Handover;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;

/** Journal mode {@code ledger}. */
public final class LedgerEngine implements StorageEngine {
  static final String FAMILY = "com.example.ledger";
  static final int LARGEST_RECORD = 100_000_000;
  static final int LARGEST_TRANSACTION = 1_000_000_000; // one block of the log

  /** Found by {@link java.util.ServiceLoader}. */
  public LedgerEngine() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String journalMode() {
    return "ledger";
  }

  @Override
  public String family() {
    return FAMILY;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        true,
        Set.of(IsolationLevel.SERIALIZABLE),
        true,
        true,
        LARGEST_RECORD,
        LARGEST_RECORD,
        LARGEST_TRANSACTION);
  }

  @Override
  public Object identify(StoreLocation location, StoreOptions options) {
    return switch (location) {
      case StoreLocation.File(Path path) -> real(path);
      case StoreLocation.SharedMemory shared -> shared;
      case StoreLocation.PrivateMemory _ -> new Object();
    };
  }

  /** The path with all links resolved; of a file yet to be made, those of its directory. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath();
    try {
      return Files.exists(absolute)
          ? absolute.toRealPath()
          : absolute.getParent().toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      throw new CannotOpenException("unable to open database file: " + path, e);
    }
  }

  @Override
  public Store open(StoreLocation location, StoreOptions options) {
    Database database =
        location instanceof StoreLocation.File(Path path)
            ? new Database(path, options)
            : new Database(options.encoding());
    return adopt(new LedgerStore.Detached(database, location, options.readOnly()));
  }

  @Override
  public Store adopt(Handover handover) {
    if (handover instanceof LedgerStore.Detached detached) {
      return new LedgerStore(this, detached);
    }
    throw new MisuseException("journal mode ledger cannot take over from " + handover.family());
  }
}
