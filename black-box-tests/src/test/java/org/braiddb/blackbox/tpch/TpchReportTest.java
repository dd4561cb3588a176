package org.braiddb.blackbox.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.tpch.TextPool;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TPC-H at scale factor 0.1 ({@code -Dbraid.tpch.scale} for another), each query's time beside
 * SQLite's: {@code ./mvnw verify -Ptpch}. The times are printed and written to {@code
 * target/tpch.txt}, not judged.
 */
@Tag("tpch")
class TpchReportTest {

  private static final double SCALE =
      Double.parseDouble(System.getProperty("braid.tpch.scale", "0.1"));

  /** Short queries are run more often than long ones: their code is compiled later. */
  private static final int FEWEST_TIMES = 5;

  private static final int MOST_TIMES = 40;
  private static final double ENOUGH_MILLISECONDS = 1000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @TempDir Path directory;

  private record Measured(List<List<@Nullable Object>> rows, double milliseconds) {}

  @Test
  void everyQueryHasTheAnswerOfSqlite() throws SQLException, IOException {
    Path file = directory.resolve("tpch.db");
    TpchDatabase.create(file, SCALE, TextPool.getDefaultTextPool());
    Path copy = Files.copy(file, directory.resolve("copy.db"));
    StringBuilder report = new StringBuilder();
    report.append("| query | Braid ms | SQLite ms | ratio |\n|---|---|---|---|\n");
    double[] totals = new double[2];
    try (Connection braid = DriverManager.getConnection("jdbc:braid:" + file);
        Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
      braid.createStatement().execute("PRAGMA cache_size = -256000");
      sqlite.createStatement().execute("PRAGMA cache_size = -256000");
      for (int query = 1; query <= TpchQueries.COUNT; query++) {
        Measured expected = measure(sqlite, query);
        Measured actual = measure(braid, query);
        report.append(line(Integer.toString(query), actual.milliseconds, expected.milliseconds));
        totals[0] += actual.milliseconds;
        totals[1] += expected.milliseconds;
        assertThat(actual.rows()).as("query %d", query).isEqualTo(expected.rows());
      }
    } finally {
      report.append(line("all", totals[0], totals[1]));
      System.out.print(report);
      Files.writeString(Path.of("target", "tpch.txt"), report);
    }
  }

  /** The median of the time on the processor, of several runs after one that is not counted. */
  private static Measured measure(Connection connection, int query)
      throws SQLException, IOException {
    TpchRun run = new TpchRun(connection);
    List<List<@Nullable Object>> rows = run.rows(query);
    double[] times = new double[MOST_TIMES];
    double sum = 0;
    int count = 0;
    while (count < FEWEST_TIMES || count < MOST_TIMES && sum < ENOUGH_MILLISECONDS) {
      long start = THREADS.getCurrentThreadCpuTime();
      run.rows(query);
      times[count] = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
      sum += times[count++];
    }
    Arrays.sort(times, 0, count);
    return new Measured(rows, times[count / 2]);
  }

  private static String line(String query, double braid, double sqlite) {
    return String.format(
        Locale.ROOT, "| %s | %.1f | %.1f | %.2f |%n", query, braid, sqlite, braid / sqlite);
  }
}
