package org.braiddb.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.run.Cell;
import org.braiddb.bench.run.Result;
import org.braiddb.bench.run.Task;
import org.braiddb.bench.trial.Figure;
import org.braiddb.bench.workload.Workloads;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final Task TASK =
      new Task(Workloads.named("transfer"), Durability.DURABLE, 16, false);

  private static final List<Result> RESULTS =
      List.of(
          new Result(
              new Cell(TASK, Contenders.named("braid-mvcc")),
              List.of(900.0, 1000.0, 1100.0),
              Map.of(Figure.P99, 2500.0, Figure.RETRIES, 0.25),
              Optional.empty()),
          new Result(
              new Cell(TASK, Contenders.named("derby")),
              List.of(),
              Map.of(),
              Optional.of("SQLException: a < b\n  at somewhere")));

  @Test
  void thePageHasFiguresFailuresAndAbsencesAndNeedsNothingElse() {
    String page = new HtmlReport(Map.of("Java", "25"), Contenders.all()).write(RESULTS);
    assertThat(page)
        .contains(">1,000<", "900", "1,100", "2.50 ms", "0.25")
        .contains("failed: SQLException: a &lt; b</td>")
        .contains("absent: its JDBC driver (tech.turso:turso)")
        .contains("absent: it does not force commits")
        .doesNotContain("<script", "http", "src=");
  }

  @Test
  void theTextNamesWhatFailedToo() {
    assertThat(new TextReport().write(Map.of("Java", "25"), RESULTS))
        .containsPattern("Braid mvcc +1,000 +900 to 1,100")
        .containsPattern("Derby +failed: SQLException: a < b\n");
  }

  @Test
  void numbersHaveThreeDigits() {
    assertThat(Numbers.rate(123456)).isEqualTo("123,000");
    assertThat(Numbers.rate(12.34)).isEqualTo("12.3");
    assertThat(Numbers.rate(23_456_789)).isEqualTo("23.5M");
    assertThat(Numbers.time(1500)).isEqualTo("1.50 ms");
    assertThat(Numbers.size(5 << 20)).isEqualTo("5.00 MB");
  }
}
