package org.braiddb.blackbox.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files whose damage is meant: each is refused, or used up to the damage, with an error that says
 * file, page, offset, what was expected and what was found; the integrity check finds it; nothing
 * hangs or runs out of memory.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFileTest {
  private static final int PAGE = 512;

  /** What damage is called, and where it is. */
  private static final Pattern PLACE =
      Pattern.compile(
          "(?s)(?:database disk image is malformed|file is not a database): .*hostile\\.db,"
              + " page (\\d+), offset (\\d+): expected .+, found .+");

  /** ERROR, CORRUPT, TOOBIG, CONSTRAINT, NOTADB. */
  private static final List<Integer> EXPECTED_CODES = List.of(1, 11, 18, 19, 26);

  private static final List<String> USES =
      List.of(
          "SELECT count(*), sum(length(body)) FROM t",
          "SELECT count(*) FROM t WHERE id > 100",
          "SELECT body FROM t INDEXED BY i ORDER BY mark",
          "SELECT count(*) FROM w",
          "SELECT body FROM t WHERE mark = 3 OR mark = 5",
          "INSERT INTO t VALUES (NULL, 5, hex(zeroblob(900)))",
          "UPDATE t SET mark = mark + 1",
          "DELETE FROM t WHERE id < 200",
          "CREATE TABLE more AS SELECT * FROM t",
          "DROP TABLE t",
          "VACUUM");

  @TempDir Path directory;

  /** A file and the pages in it that the attacks need. */
  private record Sample(byte[] content, Map<String, Integer> roots, int child, int leaf) {
    ByteBuffer page(byte[] file, int page) {
      return ByteBuffer.wrap(file, (page - 1) * PAGE, PAGE).slice();
    }
  }

  @FunctionalInterface
  private interface Attack {
    void on(Sample sample, byte[] file);
  }

  private static final Map<String, Attack> ATTACKS = new TreeMap<>();

  static {
    ATTACKS.put(
        "an inner page is its own child",
        (sample, file) -> {
          int root = sample.roots.get("t");
          sample.page(file, root).putInt(8, root);
        });
    ATTACKS.put(
        "an inner page below the root leads back to the root",
        (sample, file) -> {
          ByteBuffer child = sample.page(file, sample.child);
          child.put(0, (byte) 5).putShort(3, (short) 0).putInt(8, sample.roots.get("t"));
        });
    ATTACKS.put(
        "two trees share a root",
        (sample, file) -> {
          byte[] root = new byte[PAGE];
          sample.page(file, sample.roots.get("t")).get(root);
          sample.page(file, sample.roots.get("u")).put(root);
        });
    ATTACKS.put(
        "a page is the child of two cells",
        (sample, file) -> {
          ByteBuffer root = sample.page(file, sample.roots.get("t"));
          root.putInt(root.getShort(12), root.getInt(root.getShort(14)));
        });
    ATTACKS.put(
        "the free list leads back to itself",
        (sample, file) -> {
          int trunk = sample.page(file, 1).getInt(32);
          sample.page(file, trunk).putInt(0, trunk);
        });
    ATTACKS.put(
        "a trunk of the free list has more leaves than fit",
        (sample, file) ->
            sample.page(file, sample.page(file, 1).getInt(32)).putInt(4, Integer.MAX_VALUE));
    ATTACKS.put(
        "the free list holds a page that is used",
        (sample, file) ->
            sample.page(file, sample.page(file, 1).getInt(32)).putInt(8, sample.leaf));
    ATTACKS.put(
        "the free list is longer than the file",
        (sample, file) -> sample.page(file, 1).putInt(36, 0x7fffffff));
    ATTACKS.put(
        "a page has more cells than bytes",
        (sample, file) -> sample.page(file, sample.leaf).putShort(3, (short) -1));
    ATTACKS.put(
        "a cell lies outside the page",
        (sample, file) -> sample.page(file, sample.leaf).putShort(8, (short) (PAGE - 1)));
    ATTACKS.put(
        "a cell lies in the page's header",
        (sample, file) -> sample.page(file, sample.leaf).putShort(8, (short) 2));
    ATTACKS.put(
        "a payload is longer than any memory",
        (sample, file) -> {
          ByteBuffer leaf = sample.page(file, sample.leaf);
          leaf.put(leaf.getShort(8), new byte[] {-1, -1, -1, -1, 0x7f});
        });
    ATTACKS.put(
        "a payload is longer than 64 bits are wise",
        (sample, file) -> {
          ByteBuffer leaf = sample.page(file, sample.leaf);
          leaf.put(leaf.getShort(8), new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1});
        });
    ATTACKS.put(
        "an overflow chain leads back to itself",
        (sample, file) -> {
          for (int page = 2; page <= file.length / PAGE; page++) {
            ByteBuffer image = sample.page(file, page);
            int next = image.getInt(0);
            if (next > 1 && next <= file.length / PAGE && image.getInt(4) == 0x58585858) {
              image.putInt(0, page);
            }
          }
        });
    ATTACKS.put(
        "free blocks of a page lead back to themselves",
        (sample, file) ->
            sample.page(file, sample.leaf).putShort(1, (short) 300).putShort(300, (short) 300));
    ATTACKS.put(
        "the content of a page begins behind its end",
        (sample, file) -> sample.page(file, sample.leaf).putShort(5, (short) 0x7fff));
    ATTACKS.put(
        "children lie behind the end of the file",
        (sample, file) -> sample.page(file, sample.roots.get("t")).putInt(8, 0x7ffffff0));
    ATTACKS.put(
        "a child is page 0",
        (sample, file) -> sample.page(file, sample.roots.get("t")).putInt(8, 0));
    ATTACKS.put(
        "the catalogue is a table's root",
        (sample, file) -> {
          byte[] catalogue = new byte[PAGE - 100];
          sample.page(file, 1).position(100).get(catalogue);
          ByteBuffer root = sample.page(file, sample.roots.get("u"));
          root.put(catalogue);
        });
    ATTACKS.put(
        "a page of a table is one of an index",
        (sample, file) -> sample.page(file, sample.leaf).put(0, (byte) 10));
    ATTACKS.put(
        "the header counts more pages than there are",
        (sample, file) -> sample.page(file, 1).putInt(28, 0x7fffffff));
    ATTACKS.put(
        "the header counts more pages than an int has",
        (sample, file) -> sample.page(file, 1).putInt(28, 0xfffffff0));
  }

  static {
    ATTACKS.put("a root is page 0", (sample, file) -> setRoot(file, "tablett", 0));
    ATTACKS.put("a root has a negative number", (sample, file) -> setRoot(file, "tablett", -2));
    ATTACKS.put("the root of an index is page 0", (sample, file) -> setRoot(file, "indexit", 0));
    ATTACKS.put(
        "the free list begins behind the end of the file",
        (sample, file) -> sample.page(file, 1).putInt(32, 0x7ffffff0));
    ATTACKS.put(
        "a leaf of the free list lies behind the end of the file",
        (sample, file) -> {
          ByteBuffer trunk = sample.page(file, sample.page(file, 1).getInt(32));
          for (int i = trunk.getInt(4); i > 0; i--) {
            trunk.putInt(4 + 4 * i, 0x7ffffff0);
          }
        });
    ATTACKS.put(
        "an index has entries for rows that are not there",
        (sample, file) -> {
          ByteBuffer root = sample.page(file, sample.roots.get("t"));
          root.putInt(8, root.getInt(root.getShort(12)));
        });
    ATTACKS.put(
        "the file begins with something else",
        (sample, file) -> sample.page(file, 1).put(3, (byte) 0));
    ATTACKS.put(
        "the page size is no power of two",
        (sample, file) -> sample.page(file, 1).put(16, (byte) 7));
    ATTACKS.put(
        "the file has a format of the future",
        (sample, file) -> sample.page(file, 1).put(19, (byte) 9));
  }

  /** Changes the root in the row of the catalogue that begins with type and names. */
  private static void setRoot(byte[] file, String names, int root) {
    int found = new String(file, 0, PAGE, StandardCharsets.ISO_8859_1).indexOf(names);
    assertThat(found).as("row of the catalogue").isPositive();
    file[found + names.length()] = (byte) root;
  }

  static List<String> attacks() {
    return List.copyOf(ATTACKS.keySet());
  }

  private Sample sample() throws SQLException, IOException {
    Path file = directory.resolve("sample.db");
    Map<String, Integer> roots = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = " + PAGE);
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, mark, body)");
      statement.execute("CREATE INDEX i ON t(mark)");
      statement.execute("CREATE TABLE u(x)");
      statement.execute("CREATE TABLE w(k PRIMARY KEY, n) WITHOUT ROWID");
      statement.execute("CREATE TABLE gone(x)");
      statement.execute(
          "WITH RECURSIVE s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s WHERE x < 300) INSERT"
              + " INTO t SELECT x, x % 17, CASE WHEN x % 50 THEN 'body ' || x"
              + " ELSE replace(hex(zeroblob(1500)), '0', 'X') END FROM s");
      statement.execute("INSERT INTO w SELECT id, mark FROM t");
      statement.execute("INSERT INTO u VALUES (1)");
      statement.execute("INSERT INTO gone SELECT hex(zeroblob(400)) FROM t LIMIT 9");
      statement.execute("DROP TABLE gone");
      try (ResultSet rows = statement.executeQuery("SELECT name, rootpage FROM sqlite_schema")) {
        while (rows.next()) {
          roots.put(rows.getString(1), rows.getInt(2));
        }
      }
    }
    byte[] content = Files.readAllBytes(file);
    int child = ByteBuffer.wrap(content, (roots.get("t") - 1) * PAGE, PAGE).slice().getInt(8);
    int leaf = child;
    while (content[(leaf - 1) * PAGE] == 5) {
      leaf = ByteBuffer.wrap(content, (leaf - 1) * PAGE, PAGE).slice().getInt(8);
    }
    return new Sample(content, roots, child, leaf);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isNoticedAndHarmsNothing(String attack) throws Exception {
    Sample sample = sample();
    byte[] file = sample.content.clone();
    ATTACKS.get(attack).on(sample, file);
    assertThat(file).as("the attack changes the file").isNotEqualTo(sample.content);
    List<String> findings = new ArrayList<>();
    List<SQLException> errors = new ArrayList<>();
    use(file, List.of("PRAGMA integrity_check"), findings, errors);
    assertThat(!errors.isEmpty() || !findings.equals(List.of("ok")))
        .as("found by the integrity check: " + findings + errors)
        .isTrue();
    for (String sql : USES) {
      use(file, List.of(sql), new ArrayList<>(), errors);
    }
    use(file, USES, new ArrayList<>(), errors);
    for (SQLException error : errors) {
      assertThat(EXPECTED_CODES).as(attack + ": " + error).contains(error.getErrorCode() & 0xff);
      if ((error.getErrorCode() & 0xff) == 11 || error.getErrorCode() == 26) {
        checkPlace(attack, error);
      }
    }
  }

  private static void checkPlace(String attack, SQLException error) {
    Matcher place = PLACE.matcher(error.getMessage());
    assertThat(place.find()).as(attack + ": " + error).isTrue();
    assertThat(Long.parseLong(place.group(1))).as(attack + ": " + error).isPositive();
    assertThat(Integer.parseInt(place.group(2))).as(attack + ": " + error).isBetween(0, PAGE - 1);
  }

  private void use(byte[] file, List<String> uses, List<String> rows, List<SQLException> errors)
      throws IOException {
    Path hostile = directory.resolve("hostile.db");
    Files.deleteIfExists(Path.of(hostile + "-wal"));
    Files.write(hostile, file);
    try (Connection connection = DriverManager.getConnection("jdbc:braid:" + hostile);
        Statement statement = connection.createStatement()) {
      for (String sql : uses) {
        try {
          if (statement.execute(sql)) {
            try (ResultSet result = statement.getResultSet()) {
              while (result.next()) {
                rows.add(result.getString(1));
              }
            }
          }
        } catch (SQLException e) {
          errors.add(e);
        }
      }
    } catch (SQLException e) {
      errors.add(e);
    }
    // A row of the damaged file may be any length, but not by orders of magnitude.
    assertThat(Files.size(hostile)).as("bytes in the file").isLessThan(file.length * 100L);
  }
}
