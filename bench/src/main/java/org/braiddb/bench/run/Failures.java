package org.braiddb.bench.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Hands the reason why a process of JMH fails to the process that has started it. */
final class Failures {
  /** The system property with the file that takes the reason. */
  static final String FILE_PROPERTY = "braid.bench.failure";

  private Failures() {}

  /** Writes the first failure down. */
  static synchronized void note(Exception failure) {
    String file = System.getProperty(FILE_PROPERTY);
    if (file != null) {
      try {
        if (!Files.exists(Path.of(file))) {
          StringWriter trace = new StringWriter();
          failure.printStackTrace(new PrintWriter(trace));
          Files.writeString(Path.of(file), trace.toString());
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Takes the reason out of a file. */
  static Optional<String> take(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      String reason = Files.readString(file);
      Files.delete(file);
      return Optional.of(reason);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
