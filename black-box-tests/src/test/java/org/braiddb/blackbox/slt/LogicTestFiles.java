package org.braiddb.blackbox.slt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files of the corpus, by their path in it. */
final class LogicTestFiles {

  private LogicTestFiles() {}

  static List<TestRecord> read(String path) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(path)) {
      if (in == null) {
        throw new AssertionError(path + " is not on the test's class path");
      }
      List<String> lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
      return new TestFileParser(path, lines).parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
