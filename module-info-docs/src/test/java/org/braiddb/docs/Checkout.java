package org.braiddb.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree that the tests stand in, and what was built of it. */
final class Checkout {
  static final Path ROOT =
      Path.of(System.getProperty("braid.root", "..")).toAbsolutePath().normalize();

  static final String VERSION = System.getProperty("braid.version", "0.1.0-SNAPSHOT");

  static final Path EXAMPLE = ROOT.resolve("module-info-docs/example-engine");

  /** The folders of the library modules, an arrow's target always before its source. */
  static final List<String> MODULES =
      List.of(
          "storage-api",
          "storage-tck",
          "storage-file",
          "storage-wal",
          "storage-pagelock",
          "storage-mvcc",
          "sql",
          "jdbc",
          "shell");

  private Checkout() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar of a module. */
  static Path jar(String module) {
    Path jar = ROOT.resolve(module + "/target/braid-" + module + "-" + VERSION + ".jar");
    if (!Files.exists(jar)) {
      throw new AssertionError("not built yet: " + jar + "; run ./mvnw verify from the top");
    }
    return jar;
  }

  /** The files under a folder whose names end so, in order. */
  static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .filter(file -> !file.startsWith(EXAMPLE.resolve("target")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
