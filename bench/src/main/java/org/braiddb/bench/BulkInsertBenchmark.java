package org.braiddb.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Rows inserted in one transaction through a JDBC batch, with and without an index. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class BulkInsertBenchmark {
  private static final int ROWS = 20_000;

  @Param Engine engine = Engine.BRAID_WAL;

  @Param({"false", "true"})
  boolean indexed;

  @SuppressWarnings("NullAway.Init")
  private WorkDirectory work;

  @SuppressWarnings("NullAway.Init")
  private Connection connection;

  /** A fresh database for each call, not counted. */
  @Setup(Level.Invocation)
  public void create() throws SQLException {
    work = new WorkDirectory();
    connection = engine.connect(work.database());
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE item(id INTEGER PRIMARY KEY, code TEXT, amount INTEGER)");
      if (indexed) {
        statement.execute("CREATE INDEX item_code ON item(code)");
      }
    }
    connection.setAutoCommit(false);
  }

  /** Closes and removes it. */
  @TearDown(Level.Invocation)
  public void remove() throws SQLException {
    connection.close();
    work.close();
  }

  /** Inserts the rows and commits durably. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void bulkInsert() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO item(code, amount) VALUES(?, ?)")) {
      for (int i = 1; i <= ROWS; i++) {
        insert.setString(1, SampleTable.code(i));
        insert.setInt(2, i);
        insert.addBatch();
        if (i % 1000 == 0) {
          insert.executeBatch();
        }
      }
    }
    connection.commit();
  }
}
