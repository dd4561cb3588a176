package org.braiddb.storage.wal;

import java.util.Set;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.file.store.FileStorageEngine;

/** Journal mode {@code wal}: a single writer over SQLite's file and write-ahead log. */
public class WalEngine extends FileStorageEngine {
  private static final Capabilities CAPABILITIES =
      new Capabilities(
          false,
          Set.of(IsolationLevel.SNAPSHOT, IsolationLevel.SERIALIZABLE),
          true,
          true,
          Integer.MAX_VALUE - 1024,
          Integer.MAX_VALUE - 1024,
          Long.MAX_VALUE);

  /** Found by {@link java.util.ServiceLoader}. */
  public WalEngine() {}

  @Override
  public String journalMode() {
    return "wal";
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }
}
