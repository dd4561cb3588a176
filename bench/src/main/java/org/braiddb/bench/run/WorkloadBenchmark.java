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
import org.openjdk.jmh.infra.Control;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

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

  /** How many readers warm up, so that the compiler has as many processors. */
  private static final int WARMING_UP = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

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

    private int number;
    private int iterations;
    private boolean rests;

    /** Connects. */
    @Setup(Level.Trial)
    public void open(Database database, BenchmarkParams benchmark) throws SQLException {
      number = database.clients.getAndIncrement();
      try {
        client = database.trial.client(number, benchmark.getThreads());
      } catch (SQLException | RuntimeException e) {
        Failures.note(e);
        throw e;
      }
    }

    /**
     * Of those that only read, few warm up but for the last time: code is the same for all, and the
     * compiler would have to share the processors with every one of them.
     */
    @Setup(Level.Iteration)
    public void begin(Database database, BenchmarkParams benchmark, IterationParams iteration) {
      iterations++;
      rests =
          number >= WARMING_UP
              && iteration.getType() == IterationType.WARMUP
              && iterations < benchmark.getWarmup().getCount()
              && !Workloads.named(database.workload).writes();
    }

    /** Waits until others have ended the iteration. */
    private long rest(Control control) throws InterruptedException {
      while (!control.stopMeasurement) {
        Thread.sleep(1);
      }
      return 0;
    }
  }

  /** One transaction, or none where the worker lets others warm up. */
  @Benchmark
  public long transaction(Worker worker, Control control)
      throws SQLException, InterruptedException {
    if (worker.rests) {
      return worker.rest(control);
    }
    try {
      return worker.client.run();
    } catch (SQLException | RuntimeException e) {
      Failures.note(e);
      throw e;
    }
  }
}
