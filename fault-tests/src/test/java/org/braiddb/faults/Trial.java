package org.braiddb.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.braiddb.sql.Connection;
import org.braiddb.sql.SqlException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;

/** One run of a scenario against one fault, and what is looked at afterwards. */
final class Trial {
  /** IOERR, FULL, CANTOPEN: what a disk's failure is for SQL; READONLY never, CORRUPT never. */
  private static final Set<Integer> DISK_FAILURES = Set.of(10, 13, 14);

  static final long SEED = Long.getLong("braid.test.seed", 20_261_121L);
  static final int SEEDS = Integer.getInteger("braid.faults.seeds", 1);

  final String mode;
  final Scenario scenario;
  final String which;
  final SimulatedFileSystem disk;

  /** Whether the store that has met the fault refused to be written. */
  boolean refused;

  Trial(String mode, long seed, SimulatedFileSystem disk, String fault) {
    this.mode = mode;
    this.scenario = new Scenario(mode, seed);
    this.disk = disk;
    this.which = mode + ", seed " + seed + ", " + fault;
  }

  /** Runs the scenario up to its first error; whether there was one. */
  boolean run() {
    SimulatedDisk.insert(disk);
    try {
      scenario.run();
      return false;
    } catch (SqlException e) {
      assertDiskFailure(e);
      return true;
    }
  }

  void assertDiskFailure(SqlException e) {
    if (!DISK_FAILURES.contains(e.extendedCode() & 0xff)) {
      fail(which + ": " + e, e);
    }
  }

  /** Lets go of what the scenario has open; no file stays open behind it. */
  void abandon() {
    try {
      scenario.close();
    } catch (SqlException e) {
      assertDiskFailure(e);
    }
    assertThat(disk.openFiles()).as(which + ", files left open").isEmpty();
  }

  /**
   * Uses the store that has met the fault once more, on a disk that works again: what was
   * acknowledged is seen and nothing else; a change is made or refused with an error that says what
   * to do.
   */
  void useAgain() {
    disk.heal();
    for (Connection connection : scenario.connections()) {
      try {
        if (!connection.autocommit()) {
          connection.rollback();
        }
        TreeMap<Long, String> rows = Rows.read(connection);
        assertThat(rows)
            .as(which + ", in the same store: " + scenario.describe(rows))
            .isEqualTo(scenario.states.get(scenario.acknowledged));
      } catch (SqlException e) {
        fail(which + ", in the same store: " + e, e);
      }
    }
    if (!scenario.connections().isEmpty() && scenario.acknowledged > 0) {
      goOn(scenario.connections().getFirst());
    }
  }

  private void goOn(Connection connection) {
    TreeMap<Long, String> next = new TreeMap<>(scenario.states.get(scenario.acknowledged));
    next.put(2000L, "goes on");
    try {
      connection.execute("INSERT INTO t VALUES (2000, 'goes on')");
      scenario.states.add(next);
      scenario.acknowledged = scenario.states.size() - 1;
      scenario.durable = scenario.acknowledged;
    } catch (SqlException e) {
      assertThat(e).as(which).hasMessageContaining("until it is reopened");
      refused = true;
    }
  }

  /** Opens the database on another disk: the rows are those of a state from {@code atLeast} on. */
  void check(SimulatedFileSystem found, int atLeast, String how) {
    SimulatedDisk.insert(found);
    String what = which + ", " + how;
    try (Connection connection = Rows.connect(mode, Durability.FULL)) {
      TreeMap<Long, String> rows = Rows.read(connection);
      assertThat(scenario.allows(rows, atLeast)).as(what + ": " + scenario.describe(rows)).isTrue();
      assertThat(Rows.query(connection, "PRAGMA integrity_check")).as(what).containsExactly("ok");
      if (!rows.containsKey(0L)) {
        connection.execute("REPLACE INTO t VALUES (1000, 'goes on')");
        assertThat(Rows.read(connection)).as(what).containsKey(1000L);
        connection.execute("DELETE FROM t WHERE id = 1000");
      }
    } catch (SqlException e) {
      fail(what + ": " + e, e);
    }
  }

  /** The same by stock SQLite, which gets the files as they were found. */
  void checkWithSqlite(SimulatedFileSystem found, int atLeast, Path directory, String how)
      throws IOException, SQLException {
    String what = which + ", " + how + ", read by SQLite";
    Path copy = Files.createTempDirectory(directory, "found");
    for (Map.Entry<String, byte[]> file : found.contents().entrySet()) {
      if (file.getKey().startsWith(Rows.FILE)) {
        Files.write(copy.resolve(file.getKey().substring(1)), file.getValue());
      }
    }
    String url = "jdbc:sqlite:" + copy.resolve(Rows.FILE.substring(1));
    try (java.sql.Connection connection = DriverManager.getConnection(url);
        java.sql.Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(result.getString(1)).as(what).isEqualTo("ok");
      }
      TreeMap<Long, String> rows = new TreeMap<>();
      boolean made;
      try (ResultSet result =
          statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = 't'")) {
        made = result.getInt(1) > 0;
      }
      if (!made) {
        rows.put(0L, "no table");
      } else {
        try (ResultSet result = statement.executeQuery("SELECT id, body FROM t")) {
          while (result.next()) {
            rows.put(result.getLong(1), result.getString(2));
          }
        }
      }
      assertThat(scenario.allows(rows, atLeast)).as(what + ": " + scenario.describe(rows)).isTrue();
    }
  }
}
