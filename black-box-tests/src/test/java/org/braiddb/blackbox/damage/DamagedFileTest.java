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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses damaged files: a seeded slice of them. {@code -Dbraid.damage.scale=16} inverts every byte in
 * turn, cuts off at every length and tries sixteen times as many random damages, {@code
 * -Dbraid.damage.seed} chooses others.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedFileTest {
  private static final long SEED = Long.getLong("braid.damage.seed", 20);
  private static final int ROUNDS = Integer.getInteger("braid.damage.scale", 1);

  /** ERROR, READONLY, CORRUPT, CANTOPEN, TOOBIG, CONSTRAINT, MISMATCH, NOTADB; not INTERNAL. */
  private static final Set<Integer> EXPECTED_CODES = Set.of(1, 8, 11, 14, 18, 19, 20, 26);

  private static final List<String> USES =
      List.of(
          "PRAGMA integrity_check",
          "SELECT count(*), sum(price), max(length(name)) FROM item",
          "SELECT id FROM item WHERE name = 'NAME 7'",
          "SELECT name FROM item ORDER BY name COLLATE NOCASE, price DESC",
          "SELECT w, n FROM word ORDER BY w DESC",
          "SELECT n FROM word WHERE w = 'name 9'",
          "INSERT INTO item(name, price) VALUES (hex(zeroblob(600)), 1)",
          "UPDATE item SET name = name || '!' WHERE id % 3 = 0",
          "DELETE FROM item WHERE id BETWEEN 10 AND 30",
          "REPLACE INTO word SELECT w, n + 1 FROM word",
          "CREATE TABLE fresh(a UNIQUE, b)",
          "DROP TABLE IF EXISTS item");

  @TempDir Path directory;
  private byte[] sample = {};
  private Path file = Path.of("");
  private static int tried;

  private final List<String> surprises = new ArrayList<>();

  @BeforeEach
  void makeTheSample() throws SQLException, IOException {
    sample = SampleFile.write(directory);
    file = directory.resolve("damaged.db");
  }

  @Test
  void everyUseOfTheUndamagedFileSucceeds() throws IOException {
    assertThat(errorsOf(sample)).isEmpty();
  }

  @Test
  void aFileWithAnyByteFlippedGivesAnAnswerOrAnErrorThatSaysWhatIsWrong() throws IOException {
    int failing = 0;
    int stride = Math.max(1, 16 / ROUNDS);
    for (int at = (int) (SEED % stride); at < sample.length; at += stride) {
      byte[] damaged = sample.clone();
      damaged[at] ^= (byte) 0xff;
      failing += use("byte " + at + " inverted", damaged);
    }
    assertThat(surprises).isEmpty();
    assertThat(failing).as("files in which something was noticed").isGreaterThan(25);
  }

  @Test
  void aFileWithSeveralRandomBytesGivesAnAnswerOrAnErrorThatSaysWhatIsWrong() throws IOException {
    Random random = new Random(SEED);
    int failing = 0;
    for (int round = 0; round < 300 * ROUNDS; round++) {
      byte[] damaged = sample.clone();
      StringBuilder what = new StringBuilder("seed " + SEED + " round " + round + ":");
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        int at = damagedPlace(random);
        damaged[at] = (byte) random.nextInt(256);
        what.append(' ').append(at).append('=').append(damaged[at] & 0xff);
      }
      failing += use(what.toString(), damaged);
    }
    assertThat(surprises).isEmpty();
    assertThat(failing).as("files in which something was noticed").isGreaterThan(20);
  }

  /** Half of them in the headers of pages, where damage does most. */
  private int damagedPlace(Random random) {
    int page = random.nextInt(sample.length / 512);
    return page * 512
        + (random.nextBoolean() ? random.nextInt(16) : random.nextInt(512))
        + (page == 0 && random.nextBoolean() ? 100 : 0) % 512;
  }

  @Test
  void aFileCutOffAnywhereGivesAnAnswerOrAnErrorThatSaysWhatIsWrong() throws IOException {
    for (int length = 0;
        length < sample.length;
        length += ROUNDS < 16 ? (length < 512 ? 8 : 111) : 1) {
      use("cut off at " + length, Arrays.copyOf(sample, length));
    }
    assertThat(surprises).isEmpty();
  }

  @Test
  void aPageInPlaceOfAnotherGivesAnAnswerOrAnErrorThatSaysWhatIsWrong() throws IOException {
    int pages = sample.length / 512;
    for (int from = 1; from < pages; from++) {
      for (int to = 1 + from % 4; to < pages; to += ROUNDS > 1 ? 1 : 4) {
        byte[] damaged = sample.clone();
        System.arraycopy(sample, from * 512, damaged, to * 512, 512);
        use("page " + (to + 1) + " replaced by page " + (from + 1), damaged);
      }
    }
    assertThat(surprises).isEmpty();
  }

  @AfterAll
  static void count() {
    System.out.println("DamagedFileTest: " + tried + " damaged files tried");
  }

  private int use(String damage, byte[] damaged) throws IOException {
    tried++;
    List<Throwable> errors = errorsOf(damaged);
    for (Throwable error : errors) {
      boolean expected =
          error instanceof SQLException e && EXPECTED_CODES.contains(e.getErrorCode() & 0xff);
      if (!expected && surprises.size() < 20) {
        surprises.add(damage + ": " + describe(error));
      }
    }
    return errors.isEmpty() ? 0 : 1;
  }

  private static String describe(Throwable error) {
    String code = error instanceof SQLException e ? " code " + e.getErrorCode() : "";
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return error + code + " at " + Arrays.stream(root.getStackTrace()).limit(5).toList();
  }

  private List<Throwable> errorsOf(byte[] content) throws IOException {
    Files.deleteIfExists(Path.of(file + "-wal"));
    Files.write(file, content);
    List<Throwable> errors = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:braid:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      for (String sql : USES) {
        try {
          run(statement, sql);
        } catch (SQLException | RuntimeException | Error e) {
          errors.add(e);
        }
      }
    } catch (SQLException | RuntimeException | Error e) {
      errors.add(e);
    }
    return errors;
  }

  private static void run(Statement statement, String sql) throws SQLException {
    if (statement.execute(sql)) {
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          rows.getObject(1);
        }
      }
    }
  }
}
