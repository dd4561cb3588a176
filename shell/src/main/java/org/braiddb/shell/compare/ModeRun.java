package org.braiddb.shell.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.braiddb.shell.session.CommandException;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A workload in one journal mode, on a database of its own: {@link #run} as often as wanted, then
 * {@link #finish}. After a failure both do nothing more than tell it.
 */
final class ModeRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final WorkloadFile workload;
  private final String mode;
  private final List<AtomicLong> counters;
  private final List<ClientRun> clients = new ArrayList<>();

  /** What an interrupt stops. */
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  private volatile boolean interrupted;
  private @Nullable Connection connection;
  private @Nullable String failure;
  private long countedNanos;
  private final List<Double> measuredRates = new ArrayList<>();

  /** A run yet to be {@link #prepare}d. */
  ModeRun(WorkloadFile workload, String mode) {
    this.workload = workload;
    this.mode = mode;
    counters = workload.parameters().stream().map(parameter -> new AtomicLong()).toList();
  }

  String mode() {
    return mode;
  }

  /** Makes the database, runs the setup and connects the clients; a failure is kept for later. */
  void prepare(Path directory) {
    attempt(() -> {
      Database database = database(directory);
      Connection first = connect(database);
      connection = first;
      first.execute(workload.setup());
      first.execute("PRAGMA conflict_diary = on");
      for (int number = 0; number < workload.threads(); number++) {
        clients.add(client(connect(database), number));
      }
    });
  }

  private Connection connect(Database database) {
    Connection opened = database.connect();
    connections.add(opened);
    if (interrupted) {
      throw new CommandException("interrupted");
    }
    return opened;
  }

  /** Makes what runs stop, and nothing run any more. Called by any thread. */
  void interrupt() {
    interrupted = true;
    connections.forEach(Connection::interrupt);
  }

  private Database database(Path directory) {
    DatabaseOptions options =
        DatabaseOptions.builder()
            .journalMode(mode)
            .synchronous(workload.synchronous())
            .busyTimeout(PATIENCE)
            .build();
    return Database.at(directory.resolve(mode + ".db").toString(), options);
  }

  private void attempt(Runnable action) {
    if (failure != null || interrupted) {
      return;
    }
    try {
      action.run();
    } catch (SqlException | CommandException e) {
      failure = String.valueOf(e.getMessage());
    }
  }

  private ClientRun client(Connection own, int number) {
    SplittableRandom random = new SplittableRandom(number);
    List<ParameterValues> values = new ArrayList<>();
    for (int i = 0; i < workload.parameters().size(); i++) {
      values.add(
          new ParameterValues(
              workload.parameters().get(i).kind(), random.split(), number, counters.get(i)));
    }
    return new ClientRun(own, new Transaction(own, workload), values);
  }

  /**
   * Runs all clients for a while.
   *
   * @return commits per second; 0 after a failure
   */
  double run(Duration duration, boolean counting) {
    long until = System.nanoTime() + duration.toNanos();
    return run(done -> System.nanoTime() < until, counting);
  }

  /** Runs so many transactions of each client; tells what {@link #run(Duration, boolean)} does. */
  double run(long transactions) {
    return run(done -> done < transactions, true);
  }

  private double run(LongPredicate goesOn, boolean counting) {
    long before = commits();
    long begin = System.nanoTime();
    attempt(() -> {
      AtomicBoolean stopped = new AtomicBoolean();
      LongPredicate unlessStopped = done -> !stopped.get() && !interrupted && goesOn.test(done);
      try (ExecutorService executor = Executors.newFixedThreadPool(clients.size())) {
        List<Future<?>> running = new ArrayList<>();
        for (ClientRun client : clients) {
          running.add(executor.submit(() -> run(client, unlessStopped, counting, stopped)));
        }
        running.forEach(ModeRun::await);
      }
    });
    long nanos = Math.max(1, System.nanoTime() - begin);
    double rate = (commits() - before) / seconds(nanos);
    if (counting) {
      countedNanos += nanos;
      measuredRates.add(rate);
    }
    return rate;
  }

  /** Of all clients; called while none of them runs. */
  private long commits() {
    return clients.stream().mapToLong(client -> client.counts().commits()).sum();
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** One client that has failed stops the others. */
  private static void run(
      ClientRun client, LongPredicate goesOn, boolean counting, AtomicBoolean stopped) {
    boolean good = false;
    try {
      client.run(goesOn, counting);
      good = true;
    } finally {
      stopped.compareAndSet(false, !good);
    }
  }

  private static void await(Future<?> client) {
    try {
      client.get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new CommandException("a transaction failed: " + cause.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  /** Checks what is in the database, and adds up what was counted. */
  ModeResult finish() {
    List<ClientCounts> counts = clients.stream().map(ClientRun::counts).toList();
    List<ModeResult.ConflictCount> conflicts = new ArrayList<>();
    attempt(() -> {
      Connection open = connection;
      if (open != null) {
        check(open, commits());
        conflicts.addAll(conflicts(open));
      }
    });
    return failure == null
        ? ModeResult.of(mode, counts, seconds(Math.max(1, countedNanos)), measuredRates, conflicts)
        : ModeResult.failed(mode, failure);
  }

  @Override
  public void close() {
    clients.forEach(ClientRun::close);
    if (connection != null) {
      connection.close();
    }
  }

  private void check(Connection connection, long commits) {
    int offset = 0;
    while (true) {
      Optional<Statement> next = connection.prepareAt(workload.check(), offset);
      if (next.isEmpty()) {
        return;
      }
      try (Statement query = next.get()) {
        offset = query.end();
        if (query.parameterNumber(":commits").isPresent()) {
          query.bind(":commits", commits);
        }
        if (!query.step() || query.columnLong(0) == 0) {
          throw new CommandException(
              "after " + commits + " commits this is not true: " + query.sql().strip());
        }
      }
    }
  }

  private static List<ModeResult.ConflictCount> conflicts(Connection connection) {
    List<ModeResult.ConflictCount> counts = new ArrayList<>();
    try (Statement query =
        connection.prepare(
            "SELECT object, kind, sum(conflicts) FROM braid_conflicts GROUP BY 1, 2 ORDER BY 3"
                + " DESC")) {
      while (query.step()) {
        counts.add(
            new ModeResult.ConflictCount(
                String.valueOf(query.columnText(0)),
                String.valueOf(query.columnText(1)),
                query.columnLong(2)));
      }
    }
    return counts;
  }
}
