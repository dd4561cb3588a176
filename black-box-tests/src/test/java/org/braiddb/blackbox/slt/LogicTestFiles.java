package org.braiddb.blackbox.slt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The files of the corpus, by their path in it. */
final class LogicTestFiles {

  /**
   * Records whose answers are not SQLite's any more: they expect no rows of a sum that overflows,
   * which has been an error, and of its total, which has been a number, for long.
   */
  static final Set<String> OUTDATED =
      Set.of(
          "test/evidence/slt_lang_aggfunc.test:479",
          "test/evidence/slt_lang_aggfunc.test:483",
          "test/evidence/slt_lang_aggfunc.test:490",
          "test/evidence/slt_lang_aggfunc.test:494");

  private LogicTestFiles() {}

  /** Every file of the corpus, in the order of their names. */
  static List<String> all() {
    try {
      URL first =
          Objects.requireNonNull(
              ClassLoader.getSystemResource("test/select1.test"),
              "the corpus is not on the test's class path");
      JarURLConnection connection = (JarURLConnection) first.openConnection();
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        return jar.stream()
            .map(JarEntry::getName)
            .filter(name -> name.startsWith("test/") && name.endsWith(".test"))
            .sorted()
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some files of the corpus, each at most once, chosen by a seed. */
  static List<String> sample(long seed, int count) {
    List<String> files = new ArrayList<>(all());
    Collections.shuffle(files, new Random(seed));
    return files.subList(0, count);
  }

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
