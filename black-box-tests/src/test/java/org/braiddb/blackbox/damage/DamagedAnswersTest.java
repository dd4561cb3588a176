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
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is read of a damaged file is what SQLite reads, or an error that says where and what the
 * damage is. {@code -Dbraid.damage.scale=16} inverts every byte in turn, {@code
 * -Dbraid.damage.seed} chooses others.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedAnswersTest {
  private static final long SEED = Long.getLong("braid.damage.seed", 20);
  private static final int SCALE = Integer.getInteger("braid.damage.scale", 1);

  /** The page that the definitions are on ends here. */
  private static final int CATALOGUE_END = 512;

  /** Each reads one tree in one order, so that the plan has no part in the answer. */
  private static final List<String> QUESTIONS =
      List.of(
          "SELECT id, name, price FROM item NOT INDEXED",
          "SELECT id, name, price FROM item NOT INDEXED WHERE id = 23",
          "SELECT id, price FROM item NOT INDEXED WHERE id BETWEEN 7 AND 30 ORDER BY id DESC",
          "SELECT name FROM item INDEXED BY item_name WHERE name > 'NAME 2' COLLATE NOCASE",
          "SELECT w, n FROM word",
          "SELECT n FROM word WHERE w = 'name 9'");

  /** Where damage is. */
  private static final Pattern PLACE =
      Pattern.compile(
          "(?s)database disk image is malformed: .*damaged\\.db, page [1-9]\\d*, offset \\d+:"
              + " expected .+, found .+");

  @TempDir Path directory;

  private int equal;
  private int refused;
  private final List<String> surprises = new ArrayList<>();

  @Test
  void areThoseOfSqliteOrErrorsThatSayWhereTheDamageIs() throws Exception {
    byte[] sample = SampleFile.write(directory);
    Random random = new Random(SEED);
    int stride = SCALE > 1 ? 4 : 32;
    int tried = 0;
    for (int at = (int) (SEED % stride); at < sample.length; at += stride) {
      byte[] damaged = sample.clone();
      damaged[at] ^= (byte) (random.nextBoolean() ? 0xff : 1 << random.nextInt(8));
      ask(damaged, at);
      tried++;
    }
    System.out.println("DamagedAnswersTest: " + tried + " damaged files compared");
    assertThat(surprises).isEmpty();
    assertThat(equal).as("answers that are SQLite's").isGreaterThan(3 * tried);
    assertThat(refused).as("answers that damage has prevented").isGreaterThan(tried / 20);
  }

  /** SQLite lets only the catalogue have a root with nothing but a right child. */
  @Test
  void anInnerPageWithoutCellsIsRefusedAsBySqlite() throws Exception {
    byte[] sample = SampleFile.write(directory);
    int tried = 0;
    for (int page = CATALOGUE_END; page < sample.length; page += CATALOGUE_END) {
      if (sample[page] == 2 || sample[page] == 5) {
        byte[] damaged = sample.clone();
        damaged[page + 3] = 0;
        damaged[page + 4] = 0;
        ask(damaged, page + 4);
        tried++;
      }
    }
    assertThat(tried).as("inner pages").isPositive();
    assertThat(surprises).isEmpty();
    assertThat(refused).as("refused answers").isGreaterThanOrEqualTo(tried);
  }

  /**
   * The rowid takes in the byte after it, so that keys are out of order, and the record is none.
   */
  @Test
  void aRecordBehindADamagedRowidIsPlaced() throws Exception {
    byte[] sample = SampleFile.write(directory);
    byte rowid = 10;
    for (int at = CATALOGUE_END; at < sample.length; at++) {
      if (sample[at] == rowid) {
        byte[] damaged = sample.clone();
        damaged[at] ^= (byte) 0xff;
        ask(damaged, at);
      }
    }
    assertThat(surprises).isEmpty();
    assertThat(refused).as("refused answers").isPositive();
  }

  private void ask(byte[] damaged, int at) throws IOException, SQLException {
    List<String> ours = answers("braid", damaged);
    List<String> theirs = answers("sqlite", damaged);
    for (int i = 0; i < QUESTIONS.size(); i++) {
      String our = ours.get(i);
      String their = theirs.get(i);
      if (our.startsWith("error 11")) {
        refused++;
        require(PLACE.matcher(our).find(), "no place", at, i, ours, theirs);
      } else if (our.startsWith("error ")) {
        refused++;
        require(at < CATALOGUE_END, "another error", at, i, ours, theirs);
      } else if (our.equals(their)) {
        equal++;
      } else if (their.startsWith("error ")) {
        // What needs no damaged definition is read; SQLite refuses all of such a file.
        require(at < CATALOGUE_END, "only SQLite has noticed it", at, i, ours, theirs);
      } else {
        // Where keys are out of order, what is found depends on the way; the check sees that.
        require(!isIntact(), "another answer", at, i, ours, theirs);
      }
    }
  }

  private void require(
      boolean holds, String what, int at, int question, List<String> ours, List<String> theirs) {
    if (!holds && surprises.size() < 20) {
      surprises.add(
          what
              + ", byte "
              + at
              + ", "
              + QUESTIONS.get(question)
              + ": "
              + ours.get(question)
              + "; SQLite: "
              + theirs.get(question));
    }
  }

  private boolean isIntact() throws SQLException {
    String url = "jdbc:braid:" + directory.resolve("braid").resolve("damaged.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
      return rows.next() && rows.getString(1).equals("ok");
    }
  }

  private List<String> answers(String driver, byte[] damaged) throws IOException {
    Path file = Files.createDirectories(directory.resolve(driver)).resolve("damaged.db");
    Files.write(file, damaged);
    Files.deleteIfExists(Path.of(file + "-wal"));
    List<String> answers = new ArrayList<>();
    for (String question : QUESTIONS) {
      try (Connection connection = DriverManager.getConnection("jdbc:" + driver + ":" + file);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(question)) {
        answers.add(rows(rows));
      } catch (SQLException e) {
        answers.add("error " + (e.getErrorCode() & 0xff) + ": " + e.getMessage());
      }
    }
    return answers;
  }

  private static String rows(ResultSet rows) throws SQLException {
    StringBuilder text = new StringBuilder();
    while (rows.next()) {
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        Object value = rows.getObject(column);
        text.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
        text.append(value == null ? "" : value.getClass().getSimpleName()).append(' ');
      }
      text.append('\n');
    }
    return text.toString();
  }
}
