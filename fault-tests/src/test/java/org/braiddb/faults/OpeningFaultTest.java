package org.braiddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.Salvage;
import org.braiddb.sql.SalvageSink;
import org.braiddb.sql.SalvagedRow;
import org.braiddb.sql.SqlException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call fails that takes or gives up a lock, looks, reads or closes while a database is opened,
 * for writing, for reading, to be salvaged or to be backed up: the error has SQLite's code for it,
 * nothing stays open or locked, and the next try finds everything.
 */
class OpeningFaultTest {
  private static final String COPY = "/copy.db";
  private static final int ROWS = 20;

  static Stream<String> modes() {
    return Stream.of(SimulatedDisk.MODES);
  }

  /** What is tried on a disk that may fail. */
  private interface Use {
    void run(String mode);
  }

  private static DatabaseOptions options(String mode, boolean readOnly) {
    return DatabaseOptions.builder().journalMode(mode).readOnly(readOnly).build();
  }

  private static void write(String mode) {
    try (Connection connection = Rows.connect(mode, Durability.FULL)) {
      connection.execute("REPLACE INTO t VALUES (1, 'again')");
    }
  }

  private static void read(String mode) {
    try (Connection connection = Database.at(Rows.FILE, options(mode, true)).connect()) {
      assertThat(Rows.read(connection)).hasSize(ROWS);
    }
  }

  private static void backUp(String mode) {
    try (Connection connection = Rows.connect(mode, Durability.FULL)) {
      connection.backup(Path.of(COPY));
    }
  }

  private static void salvage(String mode) {
    int[] rows = {0};
    SalvageSink sink =
        new SalvageSink() {
          @Override
          public void settings(int pageSize, String encoding, int userVersion, int applicationId) {}

          @Override
          public void definition(String type, String name, String sql) {}

          @Override
          public void row(String table, List<String> columns, SalvagedRow row) {
            rows[0]++;
          }

          @Override
          public void lostRows(int mostValues) {}

          @Override
          public void lostRow(
              long rootPage, long page, boolean hasRowid, long rowid, SalvagedRow row) {}

          @Override
          public void remark(String text) {}
        };
    Salvage.run(Database.at(Rows.FILE, options(mode, true)), false, sink, () -> false);
    assertThat(rows[0]).isEqualTo(ROWS);
  }

  /** A disk with a database and a log beside it, or without one. */
  private static SimulatedFileSystem disk(String mode, boolean withLog) {
    SimulatedFileSystem disk = new SimulatedFileSystem(Trial.SEED);
    SimulatedDisk.insert(disk);
    try (Connection connection = Rows.connect(mode, Durability.FULL)) {
      connection.execute(
          "PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(id INTEGER PRIMARY KEY, body)");
      for (int i = 1; i <= ROWS; i++) {
        connection.execute("INSERT INTO t VALUES (" + i + ", 'row " + i + "')");
      }
      connection.backup(Path.of(COPY)); // so that the next one replaces a file
      if (withLog) {
        return disk.afterKill();
      }
    }
    return disk.afterKill();
  }

  private static SimulatedFileSystem disk(String mode, boolean withLog, long look, boolean all) {
    SimulatedFileSystem disk = disk(mode, withLog);
    disk.planLook(look, all);
    SimulatedDisk.insert(disk);
    return disk;
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyFailureHasItsCodeAndTheNextTrySucceeds(String mode) {
    Set<ResultCode> codes = EnumSet.noneOf(ResultCode.class);
    List<Use> uses =
        List.of(
            OpeningFaultTest::write,
            OpeningFaultTest::read,
            OpeningFaultTest::backUp,
            OpeningFaultTest::salvage);
    int faults = 0;
    for (Use use : uses) {
      for (boolean withLog : new boolean[] {true, false}) {
        SimulatedFileSystem calm = disk(mode, withLog, Long.MAX_VALUE, false);
        use.run(mode);
        assertThat(calm.openFiles()).isEmpty();
        for (long look = 1; look <= calm.looks(); look++) {
          String which = mode + ", use " + uses.indexOf(use) + ", log " + withLog + ", " + look;
          faults += fail(mode, use, which, disk(mode, withLog, look, look % 3 == 0), codes);
        }
      }
    }
    System.out.println(mode + ": " + faults + " failed openings, " + codes);
    assertThat(codes)
        .contains(
            ResultCode.IOERR_LOCK,
            ResultCode.IOERR_UNLOCK,
            ResultCode.IOERR_READ,
            ResultCode.CANTOPEN);
  }

  /** Whether the use has failed, which it need not: a file that cannot be closed is closed. */
  private static int fail(
      String mode, Use use, String which, SimulatedFileSystem disk, Set<ResultCode> codes) {
    int failed = 0;
    try {
      use.run(mode);
    } catch (SqlException e) {
      assertThat(e.code().primary()).as(which + ": " + e).isIn(10, 14);
      assertThat(e).as(which).hasMessageContaining("simulated I/O error at look");
      codes.add(e.code());
      failed = 1;
    }
    assertThat(disk.openFiles()).as(which + ", files left open").isEmpty();
    disk.heal();
    use.run(mode);
    TreeMap<Long, String> rows = new TreeMap<>();
    try (Connection connection = Rows.connect(mode, Durability.FULL)) {
      rows.putAll(Rows.read(connection));
    }
    assertThat(rows).as(which).hasSize(ROWS);
    return failed;
  }
}
