package org.braiddb.shell.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.braiddb.shell.session.CommandException;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;

/** Runs a workload in one journal mode, on a database of its own. */
final class ModeRun {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final WorkloadFile workload;
  private final String mode;
  private final Database database;
  private final List<AtomicLong> counters;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean counting = new AtomicBoolean();

  ModeRun(WorkloadFile workload, String mode, Path directory) {
    this.workload = workload;
    this.mode = mode;
    DatabaseOptions options =
        DatabaseOptions.builder()
            .journalMode(mode)
            .synchronous(workload.synchronous())
            .busyTimeout(PATIENCE)
            .build();
    database = Database.at(directory.resolve(mode + ".db").toString(), options);
    counters = workload.parameters().stream().map(parameter -> new AtomicLong()).toList();
  }

  /** Sets up, runs the clients and checks; a failure is a result too. */
  ModeResult run() throws InterruptedException {
    try (Connection connection = database.connect()) {
      script(connection, workload.setup());
      connection.execute("PRAGMA conflict_diary = on");
      return measure(connection);
    } catch (SqlException | CommandException e) {
      return ModeResult.failed(mode, String.valueOf(e.getMessage()));
    }
  }

  private void script(Connection connection, String text) {
    int offset = 0;
    while (true) {
      Optional<Statement> next = connection.prepareAt(text, offset);
      if (next.isEmpty()) {
        return;
      }
      try (Statement statement = next.get()) {
        offset = statement.end();
        while (statement.step()) {
          // Rows of the setup are of no interest.
        }
      }
    }
  }

  private ModeResult measure(Connection connection) throws InterruptedException {
    List<ClientCounts> counts = new ArrayList<>();
    List<Connection> connections = new ArrayList<>();
    long begin;
    long end;
    try (ExecutorService executor = Executors.newFixedThreadPool(workload.threads())) {
      List<Future<ClientCounts>> clients = new ArrayList<>();
      begin = System.nanoTime();
      counting.set(workload.transactions().isPresent());
      for (int number = 0; number < workload.threads(); number++) {
        Connection own = database.connect();
        connections.add(own);
        clients.add(executor.submit(client(own, number)));
      }
      if (workload.transactions().isEmpty()) {
        pause(workload.seconds().dividedBy(3), clients);
        begin = System.nanoTime();
        counting.set(true);
        pause(workload.seconds(), clients);
        counting.set(false);
      }
      end = System.nanoTime();
      if (workload.transactions().isEmpty()) {
        stopped.set(true);
      }
      counts.addAll(results(clients));
      if (workload.transactions().isPresent()) {
        end = System.nanoTime();
      }
    } finally {
      stopped.set(true);
      connections.forEach(Connection::close);
    }
    check(connection, counts.stream().mapToLong(ClientCounts::commits).sum());
    double seconds = Math.max(1, end - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    return ModeResult.of(mode, counts, seconds, conflicts(connection));
  }

  private ClientRun client(Connection connection, int number) {
    SplittableRandom random = new SplittableRandom(number);
    List<ParameterValues> values = new ArrayList<>();
    for (int i = 0; i < workload.parameters().size(); i++) {
      values.add(
          new ParameterValues(
              workload.parameters().get(i).kind(), random.split(), number, counters.get(i)));
    }
    return new ClientRun(connection, new Transaction(connection, workload), values, clock());
  }

  private ClientRun.Clock clock() {
    return new ClientRun.Clock() {
      @Override
      public boolean goesOn(long committedByClient) {
        return !stopped.get()
            && (workload.transactions().isEmpty()
                || committedByClient < workload.transactions().getAsLong());
      }

      @Override
      public boolean counts() {
        return counting.get();
      }
    };
  }

  /** Waits, but not when a client has failed. */
  private static void pause(Duration duration, List<Future<ClientCounts>> clients)
      throws InterruptedException {
    long until = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < until && clients.stream().noneMatch(Future::isDone)) {
      TimeUnit.NANOSECONDS.sleep(Math.min(50_000_000, Math.max(1, until - System.nanoTime())));
    }
  }

  private List<ClientCounts> results(List<Future<ClientCounts>> clients)
      throws InterruptedException {
    List<ClientCounts> counts = new ArrayList<>();
    for (Future<ClientCounts> client : clients) {
      try {
        counts.add(client.get());
      } catch (ExecutionException e) {
        stopped.set(true);
        throw new CommandException("a transaction failed: " + e.getCause().getMessage(), e);
      }
    }
    return counts;
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
