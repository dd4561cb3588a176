package org.braiddb.shell.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where entries are kept between runs: {@code .braid_history} in the user's home, or the file that
 * the environment variable {@code BRAID_HISTORY} names; empty, it keeps none. Others cannot read a
 * file that is made here, since statements may hold secrets.
 */
final class HistoryFile {
  private HistoryFile() {}

  static Optional<Path> find() {
    @Nullable String chosen = System.getenv("BRAID_HISTORY");
    if (chosen != null && chosen.isBlank()) {
      return Optional.empty();
    }
    try {
      Path file =
          chosen == null
              ? Path.of(System.getProperty("user.home", "."), ".braid_history")
              : Path.of(chosen);
      return prepare(file) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Whether the file can be written, made if it was missing. */
  private static boolean prepare(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file, readableByOwnerOnly(file));
      }
      return Files.isWritable(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static FileAttribute<?>[] readableByOwnerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
