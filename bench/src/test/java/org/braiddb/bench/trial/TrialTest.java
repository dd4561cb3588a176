package org.braiddb.bench.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.contender.Dialect;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.workload.Workload;
import org.braiddb.bench.workload.Workloads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials of a few transactions: that each is right, not how fast it is. */
class TrialTest {
  private static final int THREADS = 2;
  private static final int RUNS = 4;
  private static final long ROWS = 2000;

  @TempDir static Path data;

  /** Ahead-of-time caches are made of jars only, which there are when modules were packaged. */
  private static final boolean PACKED =
      System.getProperty("java.class.path").contains("braid-jdbc-");

  /** Those that show whether a peer's own words of SQL are right. */
  private static final Set<String> WORKLOADS_OF_PEERS =
      Set.of("range-by-index", "update-own", "transfer");

  /** The answers of all of them are tested elsewhere. */
  private static final Set<String> TPCH = Set.of("tpch-q1", "tpch-q5", "tpch-q20");

  /**
   * Every workload of Braid and SQLite; of the peers, which take long to start and to stop, all
   * where the system property {@code braid.bench.all} is there.
   */
  static Stream<Arguments> trials() {
    return Contenders.all().stream()
        .flatMap(contender ->
            Workloads.all().stream()
                .filter(workload -> isTried(contender, workload))
                .map(workload -> arguments(contender, workload)));
  }

  private static boolean isTried(Contender contender, Workload workload) {
    if (!workload.suits(contender) || (workload.id().equals("start-aot") && !PACKED)) {
      return false;
    }
    if (System.getProperty("braid.bench.all") != null) {
      return true;
    }
    if (contender.dialect() != Dialect.SQLITE) {
      return WORKLOADS_OF_PEERS.contains(workload.id());
    }
    if (workload.id().startsWith("tpch-") && !TPCH.contains(workload.id())) {
      return false;
    }
    return workload.writes() || !contender.readsAsAnother();
  }

  @ParameterizedTest
  @MethodSource("trials")
  void whatClientsHaveCommittedIsInTheDatabase(Contender contender, Workload workload)
      throws Exception {
    Durability durability =
        contender.absence(Durability.DURABLE).isPresent() ? Durability.RELAXED : Durability.DURABLE;
    try (Trial trial = new Trial(contender, workload, durability, ROWS, data)) {
      Interval interval = trial.measure();
      run(trial);
      Map<Figure, Double> figures = interval.end();
      assertThat(figures.get(Figure.P50)).isPositive();
      assertThat(figures.get(Figure.SIZE)).isPositive();
      trial.finish();
    }
  }

  private static void run(Trial trial) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Void>> running = new ArrayList<>();
      for (int number = 0; number < THREADS; number++) {
        TrialClient client = trial.client(number, THREADS);
        running.add(executor.submit(runs(client)));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    }
  }

  private static Callable<Void> runs(TrialClient client) {
    return () -> {
      for (int i = 0; i < RUNS; i++) {
        client.run();
      }
      return null;
    };
  }

  @Test
  void aCommitThatIsMissingIsNoticed() throws Exception {
    Contender contender = Contenders.named("braid-wal");
    Workload workload = Workloads.named("transfer");
    try (Trial trial = new Trial(contender, workload, Durability.DURABLE, ROWS, data)) {
      trial.client(0, 1).run();
      try (Connection connection = contender.connect(trial.directory(), Durability.DURABLE);
          Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM history");
      }
      assertThatThrownBy(trial::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("transfers: 1 by what was committed, 0 in the database");
    }
  }

  @Test
  void namesThatAreUnknownAreAnsweredWithThoseThatExist() {
    assertThatThrownBy(() -> Contenders.named("oracle")).hasMessageContaining("braid-wal, ");
    assertThatThrownBy(() -> Workloads.named("nothing")).hasMessageContaining("point-by-key, ");
  }
}
