package org.braiddb.blackbox.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A damaged write-ahead log is read up to its last valid commit: what Braid sees in it is what
 * SQLite sees. {@code -Dbraid.damage.scale=16} tries more places.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedLogTest {
  private static final long SEED = Long.getLong("braid.damage.seed", 20);
  private static final int SCALE = Integer.getInteger("braid.damage.scale", 1);
  private static final String QUESTION =
      "SELECT (SELECT count(*) FROM t) || ':' || (SELECT group_concat(id || b) FROM t)";

  @TempDir Path directory;
  private byte[] database = {};
  private byte[] log = {};
  private final Set<String> answers = new HashSet<>();

  @BeforeEach
  void writeTheLog() throws SQLException, IOException {
    Path file = directory.resolve("sample.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = 512");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, b)");
      statement.execute("INSERT INTO t VALUES (1, 'first')");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      for (int i = 2; i < 9; i++) {
        statement.execute("INSERT INTO t VALUES (" + i + ", hex(zeroblob(" + 60 * i + ")))");
        statement.execute("UPDATE t SET b = b || '" + i + "' WHERE id = " + i / 2);
      }
      database = Files.readAllBytes(file);
      log = Files.readAllBytes(Path.of(file + "-wal"));
    }
  }

  /** What one engine answers; "damaged" where it refuses. */
  private String answer(String driver, byte[] damagedLog) throws IOException {
    Path file = directory.resolve(driver + ".db");
    Files.write(file, database);
    Files.write(Path.of(file + "-wal"), damagedLog);
    Files.deleteIfExists(Path.of(file + "-shm"));
    try (Connection connection = DriverManager.getConnection("jdbc:" + driver + ":" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUESTION)) {
      return row.next() ? row.getString(1) : "no row";
    } catch (SQLException e) {
      return "damaged";
    }
  }

  private void compare(byte[] damagedLog, String what) throws IOException {
    String answer = answer("braid", damagedLog);
    assertThat(answer).as(what).isEqualTo(answer("sqlite", damagedLog));
    answers.add(answer);
  }

  @Test
  void aByteThatIsFlippedEndsTheLogWhereItEndsForSqlite() throws IOException {
    int stride = Math.max(1, 127 / SCALE);
    for (int at = 0; at < log.length; at += at < 56 ? 1 : stride) {
      byte[] damaged = log.clone();
      damaged[at] ^= 0x41;
      compare(damaged, "byte " + at + " of the log flipped");
    }
    assertThat(answers).as("states of the database that came up").hasSizeGreaterThan(6);
  }

  @Test
  void aLogOfAnyLengthEndsWhereItEndsForSqlite() throws IOException {
    int stride = Math.max(1, 191 / SCALE);
    for (int length = 0; length <= log.length; length += length < 34 ? 1 : stride) {
      compare(Arrays.copyOf(log, length), "log cut off at " + length);
    }
    assertThat(answers).as("states of the database that came up").hasSizeGreaterThan(6);
  }

  @Test
  void framesThatAreMixedUpEndTheLogWhereItEndsForSqlite() throws IOException {
    Random random = new Random(SEED);
    int frame = 24 + 512;
    int frames = (log.length - 32) / frame;
    for (int round = 0; round < 30 * SCALE; round++) {
      byte[] damaged = log.clone();
      int from = random.nextInt(frames);
      int to = random.nextInt(frames);
      System.arraycopy(log, 32 + from * frame, damaged, 32 + to * frame, frame);
      compare(damaged, "seed " + SEED + ": frame " + to + " replaced by frame " + from);
    }
  }
}
