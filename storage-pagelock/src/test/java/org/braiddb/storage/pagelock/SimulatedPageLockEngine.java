package org.braiddb.storage.pagelock;

import org.braiddb.storage.file.io.FileSystem;

/** The engine over a file system of the test's choice, with a history of the test's size. */
final class SimulatedPageLockEngine extends PageLockEngine {
  private final FileSystem files;
  private final long historyBytes;

  SimulatedPageLockEngine(FileSystem files) {
    this(files, 1L << 20);
  }

  SimulatedPageLockEngine(FileSystem files, long historyBytes) {
    this.files = files;
    this.historyBytes = historyBytes;
  }

  @Override
  protected FileSystem fileSystem() {
    return files;
  }

  @Override
  long historyBytes() {
    return historyBytes;
  }
}
