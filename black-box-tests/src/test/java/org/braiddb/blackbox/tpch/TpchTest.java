package org.braiddb.blackbox.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TPC-H over a little data, in each journal mode. */
class TpchTest {

  /** The least with which the generator gives no part twice to a supplier. */
  private static final double SCALE = 0.01;

  @TempDir Path directory;

  @Test
  void everyQueryHasTheAnswerOfSqlite() throws SQLException, IOException {
    Path file = directory.resolve("tpch.db");
    TpchDatabase.create(file, SCALE, TpchDatabase.fewTexts());
    Path copy = Files.copy(file, directory.resolve("copy.db"));
    int empty = 0;
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
      for (int query = 1; query <= TpchQueries.COUNT; query++) {
        List<?> expected = new TpchRun(sqlite).rows(query);
        empty += expected.isEmpty() ? 1 : 0;
        for (String mode : modes()) {
          try (Connection braid =
              DriverManager.getConnection("jdbc:braid:" + file + "?journal_mode=" + mode)) {
            assertThat(new TpchRun(braid).rows(query))
                .as("query %d in mode %s", query, mode)
                .isEqualTo(expected);
          }
        }
      }
    }
    assertThat(empty).as("queries that find nothing in so little data").isLessThan(5);
  }

  private static List<String> modes() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().persistent())
        .map(StorageEngine::journalMode)
        .toList();
  }
}
