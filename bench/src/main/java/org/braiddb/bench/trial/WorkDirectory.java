package org.braiddb.bench.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.braiddb.bench.workload.Directories;

/** A directory for the files of one trial, on the disk of the directory that it is made in. */
public final class WorkDirectory implements AutoCloseable {
  private final Path path;

  /** A new directory. */
  public WorkDirectory(Path parent) {
    try {
      path = Files.createTempDirectory(Files.createDirectories(parent), "trial-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Copies all files of another directory into it, and has them on the disk before anything is
   * measured: or else the first commits would wait for them.
   */
  void copyFrom(Path other) {
    for (Path file : files(other)) {
      Path target = path.resolve(other.relativize(file));
      try {
        Files.createDirectories(target.getParent() == null ? path : target.getParent());
        Files.copy(file, target);
        force(target);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** The bytes of those files that are chosen; a file that vanishes meanwhile has none. */
  long sizeBytes(Predicate<Path> chosen) {
    return files(path).stream().filter(chosen).mapToLong(WorkDirectory::sizeBytes).sum();
  }

  private static long sizeBytes(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives the directory another name in the same parent. Its files are on the disk then: or else
   * the system would be writing them half a minute later, while something is measured.
   */
  void moveTo(Path target) {
    try {
      for (Path file : files(path)) {
        force(file);
      }
      Files.move(path, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Directories.delete(path);
  }
}
