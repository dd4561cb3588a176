package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other processes, SQLite's and Braid's, at the same file; processes that are killed. */
class OtherProcessesTest {
  private static final int ROUNDS = Integer.getInteger("braid.test.kills", 4);

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("x.db");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String jarOfSqlite() throws Exception {
    return Path.of(
            Class.forName("org.sqlite.JDBC")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI())
        .toString();
  }

  /** Runs a statement in a SQLite of another process; what it says, or its error. */
  private String sqliteInAnotherProcess(String sql) throws Exception {
    Path source = directory.resolve("Ask.java");
    Files.writeString(
        source,
        """
        public class Ask {
          public static void main(String[] arguments) throws Exception {
            try (var connection = java.sql.DriverManager.getConnection(arguments[0]);
                var statement = connection.createStatement()) {
              statement.execute("PRAGMA busy_timeout=0");
              statement.execute(arguments[1]);
              System.out.println("done");
            } catch (java.sql.SQLException e) {
              System.out.println(e.getMessage());
            }
          }
        }
        """);
    Process process =
        new ProcessBuilder(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jarOfSqlite() + System.getProperty("path.separator") + jarOfSlf4j(),
                source.toString(),
                "jdbc:sqlite:" + file(),
                sql)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return lines(process).toString();
  }

  /** A SQLite of another process that has run a statement and keeps the file open until closed. */
  private final class Holder implements AutoCloseable {
    private final Process process;

    Holder(String sql) throws Exception {
      Path source = directory.resolve("Hold.java");
      Files.writeString(
          source,
          """
          public class Hold {
            public static void main(String[] arguments) throws Exception {
              try (var connection = java.sql.DriverManager.getConnection(arguments[0]);
                  var statement = connection.createStatement()) {
                statement.execute(arguments[1]);
                System.out.println("ready");
                System.in.read();
              }
            }
          }
          """);
      process =
          new ProcessBuilder(
                  java(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  jarOfSqlite() + System.getProperty("path.separator") + jarOfSlf4j(),
                  source.toString(),
                  "jdbc:sqlite:" + file(),
                  sql)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      int first = process.getInputStream().read();
      assertThat(first).isEqualTo('r');
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      process.waitFor();
    }
  }

  private static StoreOptions readOnly() {
    return StoreOptions.DEFAULTS.withReadOnly(true);
  }

  @Test
  void aFileWithALogIsNotReadWhileAnotherProcessMayWriteIt() throws Exception {
    assertThat(sqliteInAnotherProcess("CREATE TABLE t(id INTEGER PRIMARY KEY, body)"))
        .contains("done");
    try (Holder holder = new Holder("PRAGMA journal_mode=wal")) {
      assertThatThrownBy(() -> new Database(new WalEngine(), file(), readOnly()))
          .isInstanceOf(BusyException.class);
    }
    try (Database database = new Database(new WalEngine(), file(), readOnly())) {
      assertThat(database.rows()).isEmpty();
      assertThat(sqliteInAnotherProcess("INSERT INTO t VALUES(1, 'x')")).contains("locked");
      assertThat(database.rows()).isEmpty();
    }
    assertThat(sqliteInAnotherProcess("INSERT INTO t VALUES(1, 'x')")).contains("done");
  }

  @Test
  void aFileWithoutALogIsReadBesideOtherReadersAndKeptFromWriters() throws Exception {
    assertThat(sqliteInAnotherProcess("CREATE TABLE t(id INTEGER PRIMARY KEY, body)"))
        .contains("done");
    try (Holder holder = new Holder("SELECT * FROM t");
        Database database = new Database(new WalEngine(), file(), readOnly())) {
      assertThat(database.rows()).isEmpty();
      assertThat(sqliteInAnotherProcess("SELECT * FROM t")).contains("done");
      assertThat(sqliteInAnotherProcess("INSERT INTO t VALUES(1, 'x')")).contains("locked");
      assertThat(sqliteInAnotherProcess("PRAGMA journal_mode=wal")).contains("locked");
    }
  }

  private static String jarOfSlf4j() throws Exception {
    return Path.of(
            Class.forName("org.slf4j.Logger")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI())
        .toString();
  }

  private static List<String> lines(Process process) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    }
    process.waitFor();
    return lines;
  }

  @Test
  void aStockSqliteIsLockedOutWhileTheStoreIsOpen() throws Exception {
    try (Database database = new Database(new WalEngine(), file(), StoreOptions.DEFAULTS)) {
      database.table();
      assertThat(sqliteInAnotherProcess("SELECT count(*) FROM t")).contains("locked");
      assertThat(sqliteInAnotherProcess("INSERT INTO t VALUES(1, 'x')")).contains("locked");
      // Looking at the file again must not have dropped the locks.
      new WalEngine()
          .identify(new org.braiddb.storage.StoreLocation.File(file()), StoreOptions.DEFAULTS);
      assertThat(sqliteInAnotherProcess("INSERT INTO t VALUES(1, 'x')")).contains("locked");
    }
    assertThat(sqliteInAnotherProcess("INSERT INTO t VALUES(1, 'x')")).contains("done");
    try (Database database = new Database(new WalEngine(), file(), StoreOptions.DEFAULTS)) {
      assertThat(database.rows()).containsExactly(Map.entry(1L, "x"));
    }
  }

  private Process startWriter() throws Exception {
    String path =
        String.join(
            System.getProperty("path.separator"),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path", ""),
            Path.of("target", "classes").toAbsolutePath().toString(),
            Path.of("target", "test-classes").toAbsolutePath().toString());
    return new ProcessBuilder(
            java(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            path,
            KillableWriter.class.getName(),
            file().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void aFileThatAnotherProcessHasIsBusy() throws Exception {
    Process writer = startWriter();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(reader.readLine()).isNotNull();
      assertThatThrownBy(() -> new Database(new WalEngine(), file(), StoreOptions.DEFAULTS))
          .isInstanceOf(BusyException.class);
    } finally {
      writer.destroyForcibly().waitFor();
    }
    new Database(new WalEngine(), file(), StoreOptions.DEFAULTS).close();
  }

  @Test
  void aKilledWriterLosesNothingAcknowledged() throws Exception {
    long acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Process writer = startWriter();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
        int killAfter = 50 + 137 * round;
        String line = reader.readLine();
        for (int i = 0; i < killAfter && line != null; i++) {
          acknowledged = Math.max(acknowledged, Long.parseLong(line));
          line = reader.readLine();
        }
        // Not Process.destroyForcibly: it closes the pipe, and with it what was acknowledged.
        writer.toHandle().destroyForcibly();
        while (line != null) {
          // The last line may be cut off in the middle of its number, which is then smaller.
          acknowledged = Math.max(acknowledged, Long.parseLong(line));
          line = reader.readLine();
        }
      }
      writer.waitFor();
      checkRows(acknowledged, round % 2 == 0);
    }
    assertThat(acknowledged).isPositive();
  }

  private void checkRows(long acknowledged, boolean sqliteFirst) throws Exception {
    if (sqliteFirst) {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement statement = connection.createStatement()) {
        try (ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
          assertThat(result.getString(1)).isEqualTo("ok");
        }
        try (ResultSet result =
            statement.executeQuery("SELECT count(*) FROM t WHERE id <= " + acknowledged)) {
          assertThat(result.getLong(1)).isEqualTo(acknowledged);
        }
      }
    }
    try (Database database = new Database(new WalEngine(), file(), StoreOptions.DEFAULTS)) {
      Map<Long, String> rows = database.rows();
      for (long id = 1; id <= acknowledged; id++) {
        assertThat(rows).containsKey(id);
      }
      assertThat(database.damage()).isEmpty();
    }
  }

  /** Inserts rows 1, 2, 3… and prints each number once its commit has returned. */
  static final class KillableWriter {
    private KillableWriter() {}

    public static void main(String[] arguments) {
      try (Database database =
          new Database(new WalEngine(), Path.of(arguments[0]), StoreOptions.DEFAULTS)) {
        database.checkpointing().setAutoCheckpointFrames(60);
        Tree.Table table = database.table();
        while (true) {
          long id;
          try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
            id = transaction.allocateRowid(table);
            try (Cursor cursor = transaction.open(table, true)) {
              Database.put(cursor, id, "row " + id + " ".repeat(200));
            }
            transaction.commit();
          }
          System.out.println(id);
          System.out.flush();
        }
      }
    }
  }
}
