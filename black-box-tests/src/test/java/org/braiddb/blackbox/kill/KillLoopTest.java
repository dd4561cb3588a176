package org.braiddb.blackbox.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.braiddb.blackbox.isolation.Regime;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process whose threads commit through JDBC is killed again and again, at each level of
 * synchronous in turn: what was acknowledged is there afterwards, for Braid and for SQLite, and
 * nothing half done. Nothing needs to be forced for that, since the system outlives the process.
 * The seed is printed; {@code -Dbraid.test.seed=N} gives another, {@code -Dbraid.test.kills=N} more
 * rounds.
 */
class KillLoopTest {
  private static final int THREADS = 4;
  private static final int KILLS = Integer.getInteger("braid.test.kills", 2);
  private static final List<String> LEVELS = List.of("FULL", "OFF", "NORMAL", "EXTRA");

  @TempDir Path directory;

  private final long[] acknowledged = new long[THREADS];

  static Stream<Regime> regimes() {
    Set<String> modes = new HashSet<>();
    return Regime.all().filter(regime -> modes.add(regime.mode()));
  }

  private Path file() {
    return directory.resolve("killed.db");
  }

  private String url(Regime regime, String level) {
    return "jdbc:braid:"
        + file()
        + "?busy_timeout=60000&synchronous="
        + level
        + "&journal_mode="
        + regime.mode();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void everyAcknowledgedCommitSurvives(Regime regime) throws Exception {
    long seed = Long.getLong("braid.test.seed", 20_261_121L);
    System.out.println("KillLoopTest: " + regime + " -Dbraid.test.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    create(regime);
    for (int round = 0; round < KILLS; round++) {
      // The few rounds of a build begin with another level in each mode.
      String level = LEVELS.get((round + regime.ordinal()) % LEVELS.size());
      Process process = start(url(regime, level), regime, random);
      killAfter(random.nextInt(20, 800), process);
      if (random.nextBoolean()) {
        checkCopyWithSqlite();
      } else {
        check("jdbc:sqlite:" + file());
      }
      check(url(regime, level));
      check("jdbc:sqlite:" + file());
    }
  }

  private void create(Regime regime) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(regime, "FULL"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE entry(id INTEGER PRIMARY KEY, thread INT, number INT, body TEXT,"
              + " UNIQUE(thread, number))");
      statement.execute("CREATE INDEX entry_body ON entry(body)");
      statement.execute("CREATE TABLE counter(thread INTEGER PRIMARY KEY, entries INT)");
      for (int i = 0; i < THREADS; i++) {
        statement.execute("INSERT INTO counter VALUES(" + i + ", 0)");
      }
    }
  }

  private void killAfter(int commits, Process process) throws Exception {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = reader.readLine();
      for (int i = 0; i < commits && line != null; i++) {
        record(line);
        line = reader.readLine();
      }
      assertThat(line).as("the process ended by itself").isNotNull();
      // Not Process.destroyForcibly: that closes the pipe, and with it what was acknowledged.
      process.toHandle().destroyForcibly();
      while (line != null) {
        record(line);
        line = reader.readLine();
      }
    }
    process.waitFor();
  }

  private void record(String line) {
    String[] words = line.split(" ");
    int thread = Integer.parseInt(words[0]);
    acknowledged[thread] = Long.parseLong(words[1]);
  }

  private static Process start(String url, Regime regime, SplittableRandom random)
      throws IOException {
    return ClassPathProcess.start(
        CommittingProcess.class,
        List.of(),
        url,
        regime.begin(),
        Integer.toString(THREADS),
        Long.toString(random.nextLong()),
        // Often enough that many kills meet a checkpoint.
        Integer.toString(random.nextBoolean() ? 20 : 1000));
  }

  private void checkCopyWithSqlite() throws IOException, SQLException {
    Path copy = Files.createTempDirectory(directory, "copy").resolve("killed.db");
    Files.copy(file(), copy, StandardCopyOption.REPLACE_EXISTING);
    Path log = file().resolveSibling("killed.db-wal");
    if (Files.exists(log)) {
      Files.copy(log, copy.resolveSibling("killed.db-wal"));
    }
    check("jdbc:sqlite:" + copy);
  }

  private void check(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      assertThat(text(statement, "PRAGMA integrity_check")).as(url).isEqualTo("ok");
      for (int thread = 0; thread < THREADS; thread++) {
        String where = " WHERE thread = " + thread;
        long last = number(statement, "SELECT coalesce(max(number), 0) FROM entry" + where);
        // The commit under way when the process died may have been finished.
        assertThat(last)
            .as("%s, thread %d", url, thread)
            .isBetween(acknowledged[thread], acknowledged[thread] + 1);
        assertThat(number(statement, "SELECT count(*) FROM entry" + where)).isEqualTo(last);
        assertThat(number(statement, "SELECT entries FROM counter" + where)).isEqualTo(last);
        acknowledged[thread] = last;
      }
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    return Long.parseLong(text(statement, sql));
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
