package org.braiddb.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;

/** Reads of a table that fits the cache, by prepared statements in autocommit mode. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReadBenchmark {
  private static final int RANGE_ROWS = 100;

  /** The file, made once per trial. */
  @State(Scope.Benchmark)
  public static class Database {
    @Param Engine engine = Engine.BRAID_WAL;

    @Param("100000")
    int rows;

    WorkDirectory work = new WorkDirectory();

    /** Makes the table. */
    @Setup(Level.Trial)
    public void create() throws SQLException {
      SampleTable.create(work.database(), rows);
    }

    /** Removes it. */
    @TearDown(Level.Trial)
    public void remove() {
      work.close();
    }
  }

  /** One connection per thread, with its statements prepared. */
  @State(Scope.Thread)
  public static class Session {
    @SuppressWarnings("NullAway.Init")
    Connection connection;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement byKey;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement byCode;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement range;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement aggregate;

    @SuppressWarnings("NullAway.Init")
    PreparedStatement grouped;

    /** Connects and prepares. */
    @Setup(Level.Trial)
    public void open(Database database) throws SQLException {
      connection = database.engine.connect(database.work.database());
      byKey = connection.prepareStatement("SELECT amount, price FROM item WHERE id = ?");
      byCode = connection.prepareStatement("SELECT amount, price FROM item WHERE code = ?");
      range =
          connection.prepareStatement("SELECT amount, price FROM item WHERE id BETWEEN ? AND ?");
      aggregate =
          connection.prepareStatement(
              "SELECT count(*), sum(amount * 2 + 1), sum(price) FROM item"
                  + " WHERE amount BETWEEN 100 AND 900");
      grouped =
          connection.prepareStatement(
              "SELECT amount, count(*), sum(price) FROM item GROUP BY amount");
    }

    /** Disconnects. */
    @TearDown(Level.Trial)
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** One row by INTEGER PRIMARY KEY. */
  @Benchmark
  public void pointSelectByKey(Database database, Session session, Blackhole blackhole)
      throws SQLException {
    session.byKey.setInt(1, 1 + ThreadLocalRandom.current().nextInt(database.rows));
    consume(session.byKey, 1, blackhole);
  }

  /** One row by an index on a text column. */
  @Benchmark
  public void pointSelectByTextIndex(Database database, Session session, Blackhole blackhole)
      throws SQLException {
    int id = 1 + ThreadLocalRandom.current().nextInt(database.rows);
    session.byCode.setString(1, SampleTable.code(id));
    consume(session.byCode, 1, blackhole);
  }

  /** A hundred rows in key order. */
  @Benchmark
  public void rangeOf100ByKey(Database database, Session session, Blackhole blackhole)
      throws SQLException {
    int from = 1 + ThreadLocalRandom.current().nextInt(database.rows - RANGE_ROWS);
    session.range.setInt(1, from);
    session.range.setInt(2, from + RANGE_ROWS - 1);
    consume(session.range, RANGE_ROWS, blackhole);
  }

  /** Three aggregates over all rows. */
  @Benchmark
  public void fullScanAggregate(Session session, Blackhole blackhole) throws SQLException {
    consume(session.aggregate, 1, blackhole);
  }

  /** A thousand groups over all rows. */
  @Benchmark
  public void groupBy1000(Session session, Blackhole blackhole) throws SQLException {
    consume(session.grouped, 1000, blackhole);
  }

  private static void consume(PreparedStatement statement, int expectedRows, Blackhole blackhole)
      throws SQLException {
    int rows = 0;
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        blackhole.consume(result.getLong(1));
        blackhole.consume(result.getDouble(2));
        rows++;
      }
    }
    if (rows != expectedRows) {
      throw new IllegalStateException("expected " + expectedRows + " rows, got " + rows);
    }
  }
}
