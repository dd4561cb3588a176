package org.braiddb.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * Transactions of many threads, each forced to disk before it counts and run again until it is
 * committed. The numbers are of commits; {@code retries} counts the runs that lost. After each
 * trial the commits counted are compared with what the tables hold.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TransactionBenchmark {
  private static final int HOT_ROWS = 10;
  private static final int ROWS_PER_THREAD = 100;
  private static final int MOST_THREADS = 64;
  private static final String PAYLOAD = "x".repeat(100);

  /** The database and how many commits were acknowledged. */
  @State(Scope.Benchmark)
  public static class Database {
    @Param Engine engine = Engine.BRAID_WAL;

    WorkDirectory work = new WorkDirectory();
    AtomicLong commits = new AtomicLong();
    AtomicInteger threads = new AtomicInteger();

    /** Makes the tables. */
    @Setup(Level.Trial)
    public void create() throws SQLException {
      try (Connection connection = engine.connect(work.database());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE appended(id INTEGER PRIMARY KEY, payload TEXT)");
        statement.execute("CREATE TABLE keyed(id INTEGER PRIMARY KEY, payload TEXT)");
        statement.execute(
            "CREATE TABLE counter(id INTEGER PRIMARY KEY, n INTEGER NOT NULL, payload TEXT)");
        statement.execute(
            "WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < "
                + MOST_THREADS * ROWS_PER_THREAD
                + ") INSERT INTO counter SELECT i, 0, '"
                + PAYLOAD
                + "' FROM c");
      }
    }

    /** Counts what is there. */
    @TearDown(Level.Trial)
    public void check() throws SQLException {
      try (Connection connection = engine.connect(work.database());
          Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "SELECT (SELECT count(*) FROM appended) + (SELECT count(*) FROM keyed)"
                      + " + (SELECT sum(n) FROM counter)")) {
        result.next();
        if (result.getLong(1) != commits.get()) {
          throw new IllegalStateException(
              commits.get() + " commits acknowledged, " + result.getLong(1) + " found");
        }
      }
      work.close();
    }
  }

  /** What a thread counts beside its commits. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Counters {
    /** Runs of a transaction that were not committed. */
    public long retries;
  }

  /** One connection per thread. */
  @State(Scope.Thread)
  public static class Session {
    int number;
    int runs;

    @SuppressWarnings("NullAway.Init")
    Connection connection;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement append;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement keyed;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement read;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement write;

    /** Connects and prepares. */
    @Setup(Level.Trial)
    public void open(Database database) throws SQLException {
      number = database.threads.getAndIncrement() % MOST_THREADS;
      connection = database.engine.connect(database.work.database());
      append = connection.prepareStatement("INSERT INTO appended(payload) VALUES(?)");
      keyed = connection.prepareStatement("INSERT INTO keyed VALUES(?, ?)");
      read = connection.prepareStatement("SELECT n FROM counter WHERE id = ?");
      write = connection.prepareStatement("UPDATE counter SET n = ? WHERE id = ?");
    }

    /** Disconnects. */
    @TearDown(Level.Trial)
    public void close() throws SQLException {
      connection.close();
    }

    void commit(Database database, Counters counters, Engine.Work work) throws SQLException {
      runs = 0;
      database.engine.transact(
          connection,
          () -> {
            runs++;
            work.run();
          });
      counters.retries += runs - 1;
      database.commits.incrementAndGet();
    }

    void increment(int id) throws SQLException {
      read.setInt(1, id);
      try (ResultSet row = read.executeQuery()) {
        row.next();
        write.setLong(1, row.getLong(1) + 1);
      }
      write.setInt(2, id);
      write.executeUpdate();
    }
  }

  /** One row at the right edge of the table. */
  @Benchmark
  public void append(Database database, Session session, Counters counters) throws SQLException {
    session.append.setString(1, PAYLOAD);
    session.commit(database, counters, () -> session.append.executeUpdate());
  }

  /** One row anywhere in the table. */
  @Benchmark
  public void randomKey(Database database, Session session, Counters counters) throws SQLException {
    session.keyed.setLong(1, ThreadLocalRandom.current().nextLong());
    session.keyed.setString(2, PAYLOAD);
    session.commit(database, counters, () -> session.keyed.executeUpdate());
  }

  /** A row read and written back, each thread in a range of rows of its own. */
  @Benchmark
  public void incrementOwnRow(Database database, Session session, Counters counters)
      throws SQLException {
    int row =
        session.number * ROWS_PER_THREAD + ThreadLocalRandom.current().nextInt(ROWS_PER_THREAD);
    session.commit(database, counters, () -> session.increment(row));
  }

  /** One of ten rows read and written back by all threads. */
  @Benchmark
  public void incrementHotRow(Database database, Session session, Counters counters)
      throws SQLException {
    int row = ThreadLocalRandom.current().nextInt(HOT_ROWS);
    session.commit(database, counters, () -> session.increment(row));
  }
}
