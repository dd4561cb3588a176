package org.braiddb.sql.query;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every query of a list gives SQLite's columns and rows, or its error. The file has statements that
 * make the data, a line of three dashes, then queries; those that begin with an exclamation mark
 * are compared in order.
 */
class QueryAgreementTest {
  @Nested
  class OverSmallTables extends QueryFile {
    OverSmallTables() throws IOException {
      super("queries.txt");
    }
  }

  @Nested
  class OverIndexesAndViews extends QueryFile {
    OverIndexesAndViews() throws IOException {
      super("index-queries.txt");
    }
  }

  @Nested
  class AtTheEdges extends QueryFile {
    AtTheEdges() throws IOException {
      super("corner-queries.txt");
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class QueryFile {
    private final List<String> setup = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();
    private TwoEngines engines;

    QueryFile(String name) throws IOException {
      try (InputStream file = QueryAgreementTest.class.getResourceAsStream(name)) {
        List<String> target = setup;
        String text =
            new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
          if (line.equals("---")) {
            target = queries;
          } else if (!line.isBlank() && !line.startsWith("#")) {
            target.add(line);
          }
        }
      }
    }

    @BeforeAll
    void open(@TempDir Path directory) {
      engines = new TwoEngines(directory, setup);
    }

    @AfterAll
    void close() {
      engines.close();
    }

    Stream<String> queries() {
      return queries.stream();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answersAsSqlite(String query) {
      if (query.startsWith("!")) {
        engines.agreeInOrder(query.substring(1));
      } else {
        engines.agree(query);
      }
    }
  }
}
