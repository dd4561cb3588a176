package org.braiddb.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary directory for the files of one trial, on the disk of the working directory. */
final class WorkDirectory implements AutoCloseable {
  private final Path directory;

  WorkDirectory() {
    try {
      Path parent = Files.createDirectories(Path.of("target", "bench-data").toAbsolutePath());
      directory = Files.createTempDirectory(parent, "trial-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path database() {
    return directory.resolve("bench.db");
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
