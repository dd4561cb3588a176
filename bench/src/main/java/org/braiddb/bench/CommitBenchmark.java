package org.braiddb.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
 * Single-row transactions, each forced to disk before it counts. Run with {@code -t 1} and {@code
 * -t 16}. After each trial the commits counted are compared with the rows in the table.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CommitBenchmark {
  /** The database and how many commits were acknowledged. */
  @State(Scope.Benchmark)
  public static class Database {
    @Param Engine engine = Engine.BRAID_WAL;

    WorkDirectory work = new WorkDirectory();
    AtomicLong commits = new AtomicLong();

    /** Makes the tables. */
    @Setup(Level.Trial)
    public void create() throws SQLException {
      try (Connection connection = engine.connect(work.database());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE appended(id INTEGER PRIMARY KEY, payload TEXT)");
        statement.execute("CREATE TABLE keyed(id INTEGER PRIMARY KEY, payload TEXT)");
      }
    }

    /** Counts what is there. */
    @TearDown(Level.Trial)
    public void check() throws SQLException {
      try (Connection connection = engine.connect(work.database());
          Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "SELECT (SELECT count(*) FROM appended) + (SELECT count(*) FROM keyed)")) {
        result.next();
        if (result.getLong(1) != commits.get()) {
          throw new IllegalStateException(
              commits.get() + " commits acknowledged, " + result.getLong(1) + " rows found");
        }
      }
      work.close();
    }
  }

  /** One connection per thread. */
  @State(Scope.Thread)
  public static class Session {
    @SuppressWarnings("NullAway.Init")
    Connection connection;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement append;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement keyed;

    /** Connects and prepares. */
    @Setup(Level.Trial)
    public void open(Database database) throws SQLException {
      connection = database.engine.connect(database.work.database());
      append = connection.prepareStatement("INSERT INTO appended(payload) VALUES(?)");
      keyed = connection.prepareStatement("INSERT INTO keyed VALUES(?, ?)");
    }

    /** Disconnects. */
    @TearDown(Level.Trial)
    public void close() throws SQLException {
      connection.close();
    }
  }

  private static final String PAYLOAD = "x".repeat(100);

  /** One row at the right edge of the table, one forced commit. */
  @Benchmark
  public void durableAppend(Database database, Session session) throws SQLException {
    session.append.setString(1, PAYLOAD);
    session.append.executeUpdate();
    database.commits.incrementAndGet();
  }

  /** One row anywhere in the table, one forced commit. */
  @Benchmark
  public void durableRandomKey(Database database, Session session) throws SQLException {
    session.keyed.setLong(1, ThreadLocalRandom.current().nextLong());
    session.keyed.setString(2, PAYLOAD);
    session.keyed.executeUpdate();
    database.commits.incrementAndGet();
  }
}
