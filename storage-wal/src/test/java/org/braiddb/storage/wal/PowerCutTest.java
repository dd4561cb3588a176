package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power is cut at every operation of small workloads. Set {@code -Dbraid.test.seed=N} to repeat
 * a failing run, {@code -Dbraid.test.rounds=N} for more.
 */
class PowerCutTest {
  private static final long SEED = Long.getLong("braid.test.seed", 20_261_121L);
  private static final int ROUNDS = Integer.getInteger("braid.test.rounds", 20);
  private static final int TRANSACTIONS = 45;

  @TempDir Path directory;

  @Test
  void everyCutLeavesAPrefixWithAllDurableCommits() throws Exception {
    int cuts = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long seed = SEED + round;
      int pageSize = 512 << (round % 4);
      long operations = operationsOf(seed, pageSize);
      for (long cut = 1; cut <= operations; cut++) {
        cutAt(seed, pageSize, cut, cuts % 60 == 0);
        cuts++;
      }
    }
    assertThat(cuts).isGreaterThan(100 * ROUNDS);
  }

  private static long operationsOf(long seed, int pageSize) {
    SimulatedFileSystem files = new SimulatedFileSystem(seed);
    new Workload(seed, false).run(new SimulatedEngine(files), pageSize, TRANSACTIONS);
    return files.operations();
  }

  private void cutAt(long seed, int pageSize, long cut, boolean askSqlite) throws Exception {
    String which = "seed " + seed + ", page size " + pageSize + ", cut at " + cut;
    SimulatedFileSystem files = new SimulatedFileSystem(seed * 1_000_003 + cut);
    files.plan(Fault.POWER_CUT, cut);
    Workload workload = new Workload(seed, false);
    try {
      workload.run(new SimulatedEngine(files), pageSize, TRANSACTIONS);
    } catch (StorageException e) {
      assertThat(Workload.isExpected(e)).as(which + ": " + e).isTrue();
    }
    SimulatedFileSystem restarted = files.afterPowerCut();
    if (askSqlite) {
      checkWithSqlite(restarted, workload, which);
    }
    checkRestart(restarted, pageSize, workload, which);
    // A second cut, in the middle of recovery and first use.
    SimulatedFileSystem again = restarted.afterPowerCut();
    checkRestart(again, pageSize, workload, which + ", again");
  }

  private static void checkRestart(
      SimulatedFileSystem files, int pageSize, Workload workload, String which) {
    try (Database database =
        Database.open(new SimulatedEngine(files), Workload.options(pageSize))) {
      checkState(database.rows(), workload, which);
      assertThat(database.damage()).as(which).isEmpty();
    } catch (StorageException e) {
      fail(which + ": " + e, e);
    }
  }

  private static void checkState(Map<Long, String> rows, Workload workload, String which) {
    for (int i = workload.durable; i < workload.states.size(); i++) {
      if (workload.states.get(i).equals(rows)) {
        return;
      }
    }
    fail(
        which
            + ": the rows are those of no commit from "
            + workload.durable
            + " to "
            + (workload.states.size() - 1)
            + " but of "
            + workload.states.indexOf(rows));
  }

  private void checkWithSqlite(SimulatedFileSystem files, Workload workload, String which)
      throws Exception {
    Path copy = Files.createTempDirectory(directory, "cut");
    for (Map.Entry<String, byte[]> file : files.contents().entrySet()) {
      Files.write(copy.resolve(file.getKey().substring(1)), file.getValue());
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("database"));
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(result.getString(1)).as(which).isEqualTo("ok");
      }
      Map<Long, String> rows = new TreeMap<>();
      boolean hasTable;
      try (ResultSet result = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
        hasTable = result.getInt(1) > 0;
      }
      if (hasTable) {
        try (ResultSet result = statement.executeQuery("SELECT id, body FROM t")) {
          while (result.next()) {
            rows.put(result.getLong(1), result.getString(2));
          }
        }
      }
      checkState(rows, workload, which + ", read by SQLite");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aKilledProcessLosesNoAcknowledgedCommit(long salt) {
    long seed = SEED + 1000 * salt;
    long operations = operationsOf(seed, 1024);
    for (long cut = 2; cut <= operations; cut += 3) {
      SimulatedFileSystem files = new SimulatedFileSystem(seed);
      files.plan(Fault.POWER_CUT, cut);
      Workload workload = new Workload(seed, false);
      try {
        workload.run(new SimulatedEngine(files), 1024, TRANSACTIONS);
      } catch (StorageException e) {
        assertThat(Workload.isExpected(e)).as("seed " + seed + ", cut " + cut).isTrue();
      }
      workload.durable = workload.acknowledged;
      checkRestart(files.afterKill(), 1024, workload, "seed " + seed + ", killed at " + cut);
    }
  }
}
