package org.braiddb.bench.run;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.bench.contender.Contenders;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.trial.Trial;
import org.braiddb.bench.trial.TrialClient;
import org.braiddb.bench.workload.Workloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Any workload of any contender, a closed loop: each thread has one transaction in flight.
 * Workloads and contenders are parameters, so that JMH's own command line chooses among them too.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class WorkloadBenchmark {
  /**
   * The system property with the directory of databases; a directory below the present one else.
   */
  static final String DATA_PROPERTY = "braid.bench.data";

  /** The contender at its workload. */
  @State(Scope.Benchmark)
  public static class Database {
    @Param({
      "braid-wal",
      "braid-pagelock",
      "braid-mvcc",
      "sqlite",
      "sqlite-tuned",
      "h2",
      "hsqldb",
      "derby",
      "duckdb"
    })
    String contender = "";

    @Param("point-by-key")
    String workload = "";

    @Param("DURABLE")
    Durability durability = Durability.DURABLE;

    @Param("100000")
    long rows;

    final AtomicInteger clients = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    Trial trial;

    /** Opens the trial. */
    @Setup(Level.Trial)
    public void open() throws SQLException {
      Path data = Path.of(System.getProperty(DATA_PROPERTY, "target/bench-data"));
      try {
        trial =
            new Trial(
                Contenders.named(contender),
                Workloads.named(workload),
                durability,
                rows,
                data.toAbsolutePath());
      } catch (SQLException | RuntimeException e) {
        Failures.note(e);
        throw e;
      }
      TrialProfiler.watch(trial);
    }

    /** Ends the clients of all threads, checks what was committed, and ends the trial. */
    @TearDown(Level.Trial)
    public void finish() throws SQLException {
      try (Trial ended = trial) {
        ended.finish();
      } catch (SQLException | RuntimeException e) {
        Failures.note(e);
        throw e;
      }
    }
  }

  /** A thread's client. */
  @State(Scope.Thread)
  public static class Worker {
    @SuppressWarnings("NullAway.Init")
    TrialClient client;

    /** Connects. */
    @Setup(Level.Trial)
    public void open(Database database, BenchmarkParams benchmark) throws SQLException {
      try {
        client = database.trial.client(database.clients.getAndIncrement(), benchmark.getThreads());
      } catch (SQLException | RuntimeException e) {
        Failures.note(e);
        throw e;
      }
    }
  }

  /** One transaction. */
  @Benchmark
  public long transaction(Worker worker) throws SQLException {
    try {
      return worker.client.run();
    } catch (SQLException | RuntimeException e) {
      Failures.note(e);
      throw e;
    }
  }
}
