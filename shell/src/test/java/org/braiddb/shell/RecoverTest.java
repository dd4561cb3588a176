package org.braiddb.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.transfer.Recover;
import org.braiddb.sql.Database;
import org.braiddb.sql.Salvage;
import org.braiddb.sql.SqlException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows carry marks, so that a look at the raw file tells which of them must come out. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecoverTest {
  private static final int PAGE = 512;
  private static final long SEED = Long.getLong("braid.damage.seed", 31);
  private static final int ROUNDS = 150 * Integer.getInteger("braid.damage.scale", 1);
  private static final Pattern MARK = Pattern.compile("[tw]#[0-9]{4}#");

  @TempDir Path directory;
  private Path file = Path.of("");
  private byte[] sample = {};

  @BeforeEach
  void makeTheSample() throws SQLException, IOException {
    file = directory.resolve("sample.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA page_size = " + PAGE);
      statement.executeUpdate("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c DEFAULT 5)");
      statement.executeUpdate("CREATE INDEX i ON t(c)");
      statement.executeUpdate("CREATE TABLE w(k TEXT PRIMARY KEY, n) WITHOUT ROWID");
      statement.executeUpdate(
          "WITH RECURSIVE s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s WHERE x < 120)"
              + " INSERT INTO t SELECT x, printf('t#%04d#', x) || hex(zeroblob(x % 40)), x FROM s");
      statement.executeUpdate(
          "INSERT INTO t SELECT a + 500, printf('t#%04d#', a + 500) ||"
              + " hex(randomblob(700)), 1.5 FROM t WHERE a % 30 = 0");
      statement.executeUpdate("INSERT INTO w SELECT printf('w#%04d#', a), a FROM t");
    }
    // Packed anew, pages hold few rows that have moved elsewhere; then some pages become free.
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("VACUUM");
      statement.executeUpdate("CREATE TABLE gone(x)");
      statement.executeUpdate("INSERT INTO gone SELECT hex(zeroblob(300)) FROM t LIMIT 9");
      statement.executeUpdate("DROP TABLE gone");
      statement.executeUpdate("CREATE VIEW v AS SELECT a FROM t");
    }
    sample = Files.readAllBytes(file);
  }

  private String recover() {
    StringWriter text = new StringWriter();
    Recover script = new Recover(new Output(text), "lost_and_found");
    Salvage.run(Database.at(file.toString()), true, script, () -> false);
    script.finish();
    return text.toString();
  }

  /** The texts of all rows that a script brings into SQLite. */
  private static Set<String> run(String script) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      for (String sql : script.split(";\n")) {
        statement.execute(sql);
      }
      Set<String> texts = new TreeSet<>();
      for (String table : tables(statement)) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
              texts.addAll(marks(String.valueOf(rows.getString(column))));
            }
          }
        }
      }
      return texts;
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static Set<String> marks(String text) {
    Set<String> marks = new TreeSet<>();
    Matcher matcher = MARK.matcher(text);
    while (matcher.find()) {
      marks.add(matcher.group());
    }
    return marks;
  }

  /**
   * What is on the other pages of a file. A mark that is in the file twice is not among them: one
   * of its places is what was left behind when the row was moved.
   */
  private static Set<String> marks(byte[] content, int butNotOnPage) {
    Set<String> twice = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    Set<String> marks = new TreeSet<>();
    for (int page = 1; page <= content.length / PAGE; page++) {
      String text = new String(content, (page - 1) * PAGE, PAGE, StandardCharsets.ISO_8859_1);
      Matcher matcher = MARK.matcher(text);
      while (matcher.find()) {
        if (!all.add(matcher.group())) {
          twice.add(matcher.group());
        }
        if (page != butNotOnPage) {
          marks.add(matcher.group());
        }
      }
    }
    marks.removeAll(twice);
    return marks;
  }

  @Test
  void anUndamagedDatabaseComesOutAsItIs() throws SQLException {
    String script = recover();
    assertThat(script).contains("CREATE INDEX i ON t(c)").contains("CREATE VIEW v AS SELECT a");
    assertThat(script).doesNotContain("INTO w(_rowid_").contains("INTO t(a,b,c)VALUES(7,'t#0007#");
    try (Connection before = DriverManager.getConnection("jdbc:sqlite:" + file);
        Connection after = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement loading = after.createStatement()) {
      for (String sql : script.split(";\n")) {
        loading.execute(sql);
      }
      for (String query : List.of("SELECT * FROM t", "SELECT * FROM w", "SELECT * FROM v")) {
        assertThat(rows(after, query)).isNotEmpty().isEqualTo(rows(before, query));
      }
    }
  }

  private static List<List<Object>> rows(Connection connection, String query) throws SQLException {
    List<List<Object>> result = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(rows.getObject(column)));
        }
        result.add(row);
      }
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0xff, -1})
  void everyRowOnAnUndamagedPageComesOut(int filler) throws Exception {
    Random random = new Random(SEED);
    assertThat(marks(sample, 0)).hasSizeGreaterThan(200);
    for (int page = 1; page <= sample.length / PAGE; page++) {
      byte[] damaged = sample.clone();
      byte[] garbage = new byte[PAGE];
      if (filler < 0) {
        random.nextBytes(garbage);
      } else {
        Arrays.fill(garbage, (byte) filler);
      }
      System.arraycopy(garbage, 0, damaged, (page - 1) * PAGE, PAGE);
      Files.write(file, damaged);
      assertThat(run(recover())).as("page " + page).containsAll(marks(sample, page));
    }
  }

  @Test
  void damageAnywhereNeverStopsIt() throws Exception {
    Random random = new Random(SEED);
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = sample.clone();
      for (int i = random.nextInt(1, 30); i > 0; i--) {
        int page = random.nextInt(sample.length / PAGE);
        int at = random.nextInt(page == 0 ? 120 : random.nextBoolean() ? 16 : PAGE);
        damaged[page * PAGE + at] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length;
      Files.write(file, Arrays.copyOf(damaged, length));
      assertThat(recover()).as("seed " + SEED + ", round " + round).endsWith("COMMIT;\n");
      found += marks(recover()).size();
    }
    assertThat(found).isGreaterThan(ROUNDS * 100);
  }

  @Test
  void whatIsInTheLogComesOutToo() throws Exception {
    Path copy = directory.resolve("copy.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("INSERT INTO t VALUES (9000, 't#9000#', NULL)");
      Files.copy(file, copy);
      Files.copy(Path.of(file + "-wal"), Path.of(copy + "-wal"));
    }
    byte[] damaged = Files.readAllBytes(copy);
    Arrays.fill(damaged, 0, 100, (byte) 0);
    Files.write(copy, damaged);
    file = copy;
    assertThat(run(recover())).contains("t#9000#").containsAll(marks(sample, 1));
  }

  @Test
  void whatAHotJournalUndoesDoesNotComeOut() throws Exception {
    Path written = directory.resolve("written.db");
    Path hot = directory.resolve("hot.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + written);
        Statement statement = connection.createStatement()) {
      // More changes than the cache holds, so that they are in the file before the commit.
      statement.execute("PRAGMA cache_size = 5");
      statement.execute("CREATE TABLE h(id INTEGER PRIMARY KEY, body TEXT)");
      statement.execute(
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 500) INSERT"
              + " INTO h SELECT x, 't#' || printf('%04d', x) || '#' || hex(zeroblob(50)) FROM c");
      connection.setAutoCommit(false);
      statement.execute("UPDATE h SET body = 't#' || (id + 1000) || '#' || hex(zeroblob(150))");
      Files.copy(written, hot);
      Files.copy(Path.of(written + "-journal"), Path.of(hot + "-journal"));
    }
    byte[] before = Files.readAllBytes(hot);
    assertThat(new String(before, StandardCharsets.ISO_8859_1)).contains("t#1250#");
    file = hot;
    Set<String> marks = marks(recover());
    assertThat(marks).contains("t#0001#", "t#0250#", "t#0500#").hasSize(500);
    assertThat(Files.readAllBytes(hot)).as("the damaged file").isEqualTo(before);
    assertThat(Path.of(hot + "-journal")).exists();
  }

  @Test
  void anOpenDatabaseIsLeftAlone() {
    try (org.braiddb.sql.Connection open = Database.at(file.toString()).connect()) {
      open.execute("CREATE TABLE other(x)");
      assertThatThrownBy(this::recover)
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("is open in this process");
    }
  }
}
