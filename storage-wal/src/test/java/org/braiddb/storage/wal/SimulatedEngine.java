package org.braiddb.storage.wal;

import org.braiddb.storage.file.io.FileSystem;

/** The engine over a file system of the test's choice. */
final class SimulatedEngine extends WalEngine {
  private final FileSystem files;

  SimulatedEngine(FileSystem files) {
    this.files = files;
  }

  @Override
  protected FileSystem fileSystem() {
    return files;
  }
}
