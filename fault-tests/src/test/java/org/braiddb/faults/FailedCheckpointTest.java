package org.braiddb.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.SqlException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database file that cannot be written holds checkpoints up, and nothing else. */
class FailedCheckpointTest {
  private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();
  private static final String REPORT = "a checkpoint failed and will be tried again";

  static Stream<String> modes() {
    return Stream.of(SimulatedDisk.MODES);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void isReportedTriedAgainAndNeverFatalToACommit(String mode) {
    SimulatedFileSystem disk = new SimulatedFileSystem(Trial.SEED);
    SimulatedDisk.insert(disk);
    long rows = 0;
    try (KeptLog log = KeptLog.open();
        Connection connection = Rows.connect(mode, Durability.FULL)) {
      connection.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body)");
      Rows.query(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
      connection.execute("PRAGMA wal_autocheckpoint = 5");
      disk.breakFile(Rows.FILE);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (log.count(REPORT) < 3 && System.nanoTime() - deadline < 0) {
        connection.execute("INSERT INTO t VALUES (" + ++rows + ", zeroblob(700))");
      }
      assertThat(log.count(REPORT)).as("reports, one for each try").isGreaterThanOrEqualTo(3);
      assertThatThrownBy(() -> Rows.query(connection, "PRAGMA wal_checkpoint"))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining(REPORT);
      disk.heal();
      connection.execute("INSERT INTO t VALUES (" + ++rows + ", 'goes on')");
      assertThat(Rows.query(connection, "PRAGMA wal_checkpoint(TRUNCATE)")).containsExactly("0");
    }
    SimulatedDisk.insert(disk.afterPowerCut());
    try (Connection connection = Rows.connect(mode, Durability.FULL)) {
      assertThat(Rows.query(connection, "PRAGMA integrity_check")).containsExactly("ok");
      assertThat(Rows.query(connection, "SELECT count(*) FROM t"))
          .containsExactly(Long.toString(rows));
    }
  }
}
