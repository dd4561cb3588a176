package org.braiddb.storage.file.store;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.FileSystem.Access;
import org.braiddb.storage.file.io.FileSystem.Purpose;
import org.braiddb.storage.file.salvage.FileSalvage;
import org.braiddb.storage.file.salvage.RolledBack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a file to salvage what is in it: locked as for reading, without believing a byte of it and
 * without changing anything; a hot journal beside it is played back into a temporary file.
 */
final class SalvageOpener {
  private static final Logger LOGGER = LoggerFactory.getLogger(SalvageOpener.class);

  private SalvageOpener() {}

  static FileSalvage open(
      FileSystem files, String spelling, Object identity, StoreOptions options) {
    if (!OpenFiles.claim(identity)) {
      throw new BusyException("database is locked: " + spelling + " is open in this process");
    }
    return OpenFiles.open(
        spelling,
        () ->
            OpenFiles.openClaimed(
                identity, () -> openLocked(files, files.resolve(spelling), identity, options)));
  }

  private static FileSalvage openLocked(
      FileSystem files, String path, Object identity, StoreOptions options) throws IOException {
    DatabaseFile database = OpenDatabase.openFile(files, path, options);
    FileHandle log = null;
    FileHandle content = database.handle();
    boolean opened = false;
    try {
      OpenDatabase.lock(files, path, database, options);
      if (files.exists(path + "-wal")) {
        log = files.open(path + "-wal", Access.READ_ONLY, Purpose.LOG);
      }
      FileHandle openLog = log;
      content = RolledBack.of(files, content);
      FileHandle openContent = content;
      AtomicBoolean released = new AtomicBoolean();
      FileSalvage salvage =
          FileSalvage.open(
              content,
              log,
              () -> {
                if (!released.getAndSet(true)) {
                  close(database, openContent, openLog);
                  OpenFiles.release(identity);
                }
              });
      opened = true;
      return salvage;
    } finally {
      if (!opened) {
        close(database, content, log);
      }
    }
  }

  private static void close(DatabaseFile database, FileHandle content, @Nullable FileHandle log) {
    if (content != database.handle()) {
      close(content);
    }
    if (log != null) {
      close(log);
    }
    close(database.handle());
  }

  private static void close(FileHandle file) {
    try {
      file.close();
    } catch (IOException e) {
      LOGGER.warn("{}: closing failed", file.path(), e);
    }
  }
}
