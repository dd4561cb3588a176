package org.braiddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.braiddb.storage.file.io.simulation.Unforced;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writers, a reader, checkpoints that start the log over, and switches of the journal mode, under
 * interleavings that a seed picks: between any two uses of a file, and at every lock and wait in
 * the engine, another thread may take over; some calls, of any kind, are slow. What readers see is
 * consistent, every acknowledged commit is there, and the power may go at the end.
 */
class InterleavingTest {
  private static final int RUNS = 20 * Trial.SEEDS;
  private static final int WRITERS = 3;
  private static final int TRANSACTIONS = 4;
  private static final int COUNTERS = 2;

  /** After so many refusals something is wrong, not unlucky. */
  private static final int MOST_ATTEMPTS = 100_000;

  private final long[] acknowledged = new long[COUNTERS];
  private int refused;
  private int switches;

  static List<String> modes() {
    return List.of(SimulatedDisk.MODES);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyAcknowledgedCommitIsThereAndEveryReadConsistent(String mode) throws Exception {
    System.out.println("interleavings: repeat with -Dbraid.test.seed=" + Trial.SEED);
    int choices = 0;
    for (int run = 0; run < RUNS; run++) {
      try {
        choices += run(mode, new SplittableRandom(Trial.SEED + run));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(mode + ", run " + run, e);
      }
    }
    System.out.printf(
        "%s: %d choices, %d statements refused, %d switches%n", mode, choices, refused, switches);
    assertThat(choices).isGreaterThan(RUNS * 100);
    assertThat(refused).isGreaterThan(RUNS);
    assertThat(switches).isPositive();
  }

  private int run(String mode, SplittableRandom random) throws InterruptedException {
    SimulatedFileSystem disk = new SimulatedFileSystem(random.nextLong());
    SimulatedDisk.insert(SlowCalls.of(disk, random.split()));
    for (int i = 0; i < COUNTERS; i++) {
      acknowledged[i] = 0;
    }
    List<Connection> connections = new ArrayList<>();
    Connection first = connect(connections, mode);
    first.execute(
        "CREATE TABLE counter(id INTEGER PRIMARY KEY, n INT); INSERT INTO counter"
            + " VALUES(0,0),(1,0); CREATE TABLE log(id INTEGER PRIMARY KEY, writer INT, number INT,"
            + " pad, counter INT, UNIQUE(writer, number)); PRAGMA wal_autocheckpoint = 0");
    SeededThreads threads = new SeededThreads(random.split());
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      Connection connection = connect(connections, mode);
      SplittableRandom own = random.split();
      threads.add("writer " + i, () -> write(connection, writer, own));
    }
    Connection reader = connect(connections, mode);
    threads.add("reader", () -> readAgainAndAgain(reader));
    Connection checkpointer = connect(connections, mode);
    SplittableRandom kinds = random.split();
    threads.add("checkpoints", () -> checkpoint(checkpointer, kinds));
    Connection switcher = connect(connections, mode);
    SplittableRandom choice = random.split();
    threads.add("switch", () -> switchModes(switcher, choice));
    int choices = threads.runAll();
    SimulatedFileSystem found = disk;
    if (random.nextBoolean()) {
      found = disk.afterPowerCut(Unforced.LOST);
    }
    for (Connection connection : connections) {
      abandon(connection);
    }
    check(found, mode);
    return choices;
  }

  private static Connection connect(List<Connection> connections, String mode) {
    DatabaseOptions options =
        DatabaseOptions.builder()
            .journalMode(mode)
            .synchronous(Durability.FULL)
            .pageSize(512)
            .cacheBytes(2 * 512) // so that pages are read from where they are
            .build();
    Connection connection = Database.at(Rows.FILE, options).connect();
    connection.execute("PRAGMA isolation = serializable");
    connection.execute("PRAGMA wal_autocheckpoint = 0");
    connections.add(connection);
    return connection;
  }

  /** The power may be off. */
  private static void abandon(Connection connection) {
    try {
      connection.close();
    } catch (SqlException e) {
      assertThat(e.extendedCode() & 0xff).as(e.toString()).isIn(10, 14);
    }
  }

  // ---- what the threads do

  private void write(Connection connection, int writer, RandomGenerator random) {
    for (int number = 0; number < TRANSACTIONS; number++) {
      int counter = random.nextInt(COUNTERS);
      boolean concurrent = random.nextInt(4) > 0;
      int attempts = 0;
      while (!increment(connection, concurrent, writer, number, counter)) {
        refused++;
        assertThat(++attempts).isLessThan(MOST_ATTEMPTS);
        Thread.yield();
      }
      acknowledged[counter]++;
    }
  }

  private static boolean increment(
      Connection connection, boolean concurrent, int writer, int number, int counter) {
    try {
      boolean optimistic = concurrent && connection.hasConcurrentTransactions();
      connection.execute(optimistic ? "BEGIN CONCURRENT" : "BEGIN");
      long before = read(connection, "SELECT n FROM counter WHERE id = " + counter);
      Thread.yield();
      connection.execute("UPDATE counter SET n = " + (before + 1) + " WHERE id = " + counter);
      Thread.yield();
      connection.execute(
          "INSERT INTO log(writer, number, counter, pad) VALUES("
              + writer
              + ", "
              + number
              + ", "
              + counter
              + ", zeroblob(150))");
      Thread.yield();
      connection.execute("COMMIT");
      return true;
    } catch (SqlException e) {
      // The mode may have been switched between the question and the BEGIN.
      if (!isBusy(e) && !String.valueOf(e.getMessage()).contains("no concurrent transactions")) {
        throw e;
      }
      if (!connection.autocommit()) {
        connection.execute("ROLLBACK");
      }
      return false;
    }
  }

  private static boolean isBusy(SqlException e) {
    return (e.extendedCode() & 0xff) == 5;
  }

  private void readAgainAndAgain(Connection connection) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      try {
        connection.execute("BEGIN");
        long entries = read(connection, "SELECT count(*) FROM log");
        Thread.yield();
        assertThat(read(connection, "SELECT sum(n) FROM counter")).isEqualTo(entries);
        Thread.yield();
        assertThat(read(connection, "SELECT count(*) FROM log WHERE counter >= 0"))
            .isEqualTo(entries);
      } catch (SqlException e) {
        assertThat(isBusy(e)).as(e.toString()).isTrue();
        refused++;
      }
      if (!connection.autocommit()) {
        connection.execute("COMMIT");
      }
      Thread.yield();
    }
  }

  private void checkpoint(Connection connection, RandomGenerator random) {
    String[] kinds = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"};
    for (int i = 0; i < 2 * TRANSACTIONS; i++) {
      try {
        Rows.query(connection, "PRAGMA wal_checkpoint(" + kinds[random.nextInt(4)] + ")");
      } catch (SqlException e) {
        assertThat(isBusy(e)).as(e.toString()).isTrue();
        refused++;
      }
      Thread.yield();
    }
  }

  private void switchModes(Connection connection, RandomGenerator random) {
    for (int i = 0; i < 3 * TRANSACTIONS; i++) {
      String mode = SimulatedDisk.MODES[random.nextInt(SimulatedDisk.MODES.length)];
      try {
        connection.execute("PRAGMA journal_mode = " + mode);
        switches++;
      } catch (SqlException e) {
        assertThat(isBusy(e)).as(e.toString()).isTrue();
        refused++;
      }
      Thread.yield();
    }
  }

  private static long read(Connection connection, String sql) {
    return Long.parseLong(Rows.query(connection, sql).getFirst());
  }

  // ---- the end

  private void check(SimulatedFileSystem found, String mode) {
    SimulatedDisk.insert(found);
    try (Connection connection = Rows.connect(mode, Durability.FULL)) {
      for (int i = 0; i < COUNTERS; i++) {
        assertThat(read(connection, "SELECT n FROM counter WHERE id = " + i))
            .isEqualTo(acknowledged[i]);
        assertThat(read(connection, "SELECT count(*) FROM log WHERE counter = " + i))
            .isEqualTo(acknowledged[i]);
      }
      assertThat(Rows.query(connection, "PRAGMA integrity_check")).containsExactly("ok");
    }
  }
}
