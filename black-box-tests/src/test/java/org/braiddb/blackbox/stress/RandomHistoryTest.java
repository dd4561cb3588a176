package org.braiddb.blackbox.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.blackbox.StockSqlite;
import org.braiddb.blackbox.history.HistoryChecker;
import org.braiddb.blackbox.history.RecordedTransaction;
import org.braiddb.blackbox.isolation.Regime;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories of 2 to 16 threads show nothing that the isolation level excludes. */
class RandomHistoryTest {
  @TempDir Path directory;

  static Stream<Arguments> runs() {
    return Regime.all()
        .flatMap(regime ->
            Stream.of(
                Arguments.of(regime, 2, 60, 4096),
                Arguments.of(regime, 4, 40, 512),
                Arguments.of(regime, 16, 15, 1024)));
  }

  @ParameterizedTest(name = "{0}, {1} threads, {2} rounds, pages of {3}")
  @MethodSource("runs")
  void showNothingThatTheLevelExcludes(Regime regime, int threads, int rounds, int pageSize)
      throws Exception {
    String name = "RandomHistoryTest in " + regime + " with " + threads + " threads";
    long seed = Stress.seed(name);
    Path file = directory.resolve("history.db");
    try (Connection connection = regime.connect(file, 0, "&page_size=" + pageSize);
        Statement statement = connection.createStatement()) {
      Objects.create(statement);
      HistoryRun run = new HistoryRun(regime, file, threads, Stress.scaled(rounds), seed);

      List<RecordedTransaction> history = run.run();

      assertThat(regime.promise().broken(HistoryChecker.check(history)))
          .as("%s, seed %s", name, seed)
          .isEmpty();
      assertThat(HistoryChecker.overlappingCommits(history)).isPositive();
      run.assertOverlap();
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        check.next();
        assertThat(check.getString(1)).isEqualTo("ok");
      }
    }
    StockSqlite.assertIntact(file);
  }
}
