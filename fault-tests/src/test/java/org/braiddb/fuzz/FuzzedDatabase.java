package org.braiddb.fuzz;

import java.util.Set;
import org.braiddb.faults.SimulatedDisk;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;

/** A small database with a log, and what is done with it after it was changed. */
final class FuzzedDatabase {
  static final String FILE = "/fuzzed.db";

  /** ERROR, READONLY, CORRUPT, FULL, CANTOPEN, TOOBIG, CONSTRAINT, MISMATCH, NOTADB. */
  private static final Set<Integer> EXPECTED = Set.of(1, 8, 11, 13, 14, 18, 19, 20, 26);

  private static final String[] USES = {
    "SELECT count(*), sum(b), max(c) FROM t",
    "SELECT a FROM t WHERE c > 'n' ORDER BY c DESC",
    "SELECT * FROM w WHERE k < 'm'",
    "UPDATE t SET c = c || '!' WHERE a % 3 = 0",
    "DELETE FROM w WHERE n % 2",
    "INSERT INTO t(b, c) VALUES (7, hex(zeroblob(500)))",
    "PRAGMA integrity_check"
  };

  /** The files as they are while the database is open: pages of 512 bytes, and a log. */
  static final SimulatedFileSystem SAMPLE = sample();

  static final byte[] DATABASE = SAMPLE.contents().get(FILE);
  static final byte[] LOG = SAMPLE.contents().get(FILE + "-wal");

  private FuzzedDatabase() {}

  private static Connection connect() {
    DatabaseOptions options =
        DatabaseOptions.builder().journalMode("simulated_wal").pageSize(512).build();
    return Database.at(FILE, options).connect();
  }

  private static SimulatedFileSystem sample() {
    SimulatedFileSystem disk = new SimulatedFileSystem(1);
    SimulatedDisk.insert(disk);
    try (Connection connection = connect()) {
      connection.execute(
          """
          CREATE TABLE t(a INTEGER PRIMARY KEY, b, c TEXT);
          CREATE INDEX i ON t(c);
          CREATE TABLE w(k TEXT PRIMARY KEY, n) WITHOUT ROWID;
          CREATE TABLE gone(x);
          INSERT INTO t WITH RECURSIVE s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s WHERE x < 60)
            SELECT x, x / 4.0, 'name ' || x || hex(zeroblob(x % 9)) FROM s;
          INSERT INTO t VALUES (100, NULL, hex(zeroblob(800)));
          INSERT INTO w SELECT c, a FROM t WHERE a < 40;
          INSERT INTO gone SELECT hex(zeroblob(300)) FROM t LIMIT 5;
          DROP TABLE gone;
          PRAGMA wal_checkpoint(TRUNCATE);
          INSERT INTO t VALUES (200, 1, 'in the log');
          UPDATE t SET b = 5 WHERE a < 10;
          """);
      return disk.afterKill();
    }
  }

  /**
   * Opens the database on files that were changed, and uses it.
   *
   * @param how one in sixteen numbers has it used by SQL, which takes the longest, the others by
   *     the storage engine alone
   */
  static void use(byte[] database, byte[] log, int how) {
    SimulatedFileSystem disk = new SimulatedFileSystem(2);
    disk.setCapacity(2 << 20);
    disk.install(FILE, database);
    disk.install(FILE + "-wal", log);
    SimulatedDisk.insert(disk);
    if ((how & 15) == 15) {
      tolerate(FuzzedDatabase::useBySql);
    } else {
      tolerate(() -> TreeWalk.all(FILE));
    }
  }

  private static void useBySql() {
    try (Connection connection = connect()) {
      connection.execute("PRAGMA synchronous = OFF");
      for (String sql : USES) {
        tolerate(() -> run(connection, sql));
      }
    }
  }

  private static void run(Connection connection, String sql) {
    try (Statement statement = connection.prepare(sql)) {
      while (statement.step()) {
        statement.columnText(0);
      }
    }
  }

  /** Does something that damage may stop; whether it was done. */
  static boolean tolerate(Runnable use) {
    try {
      use.run();
      return true;
    } catch (SqlException e) {
      check(e, e.extendedCode());
    } catch (StorageException e) {
      check(e, e.code().code());
    }
    return false;
  }

  private static void check(RuntimeException e, int code) {
    if (!EXPECTED.contains(code & 0xff)) {
      throw new AssertionError("unexpected: " + e, e);
    }
  }
}
