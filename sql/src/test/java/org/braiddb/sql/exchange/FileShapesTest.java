package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of every shape that SQLite may have written: read, changed, and given back, while SQLite
 * makes the same changes to a twin.
 */
class FileShapesTest {
  @TempDir Path folder;

  /**
   * How an empty file is laid out.
   *
   * @param reserved bytes at the end of each page
   * @param schemaFormat 1 to 4
   */
  private record Shape(int pageSize, int reserved, int schemaFormat, String encoding) {
    int usable() {
      return pageSize - reserved;
    }

    /** An empty database of this shape; SQLite takes over what its header says. */
    void make(Path file) throws IOException {
      try (Sqlite sqlite = new Sqlite(file.toString())) {
        sqlite.run("PRAGMA page_size=" + pageSize);
        sqlite.run("PRAGMA encoding='" + encoding + "'");
        sqlite.run("PRAGMA user_version=1");
      }
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.seek(20);
        bytes.write(reserved);
        bytes.seek(44);
        bytes.writeInt(schemaFormat);
        bytes.seek(105);
        bytes.writeShort(usable());
      }
    }
  }

  static Stream<Shape> shapes() {
    return Stream.of(
        new Shape(512, 0, 4, "UTF-8"),
        new Shape(512, 32, 4, "UTF-16le"),
        new Shape(1024, 17, 1, "UTF-8"),
        new Shape(2048, 0, 2, "UTF-16be"),
        new Shape(4096, 8, 3, "UTF-8"),
        new Shape(8192, 255, 4, "UTF-16le"),
        new Shape(16384, 0, 1, "UTF-16be"),
        new Shape(32768, 1, 4, "UTF-8"),
        new Shape(65536, 0, 4, "UTF-8"),
        new Shape(65536, 64, 3, "UTF-16le"));
  }

  private static final String ROWS =
      "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<600) ";

  private static List<String> setup(Shape shape) {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b BLOB, c)");
    statements.add("CREATE INDEX tab ON t(a DESC, c)");
    statements.add("CREATE TABLE w(k, j, v, PRIMARY KEY(k DESC, j)) WITHOUT ROWID");
    statements.add("CREATE TABLE o(n INTEGER PRIMARY KEY, x BLOB)");
    statements.add("CREATE INDEX ox ON o(x)");
    statements.add("CREATE TABLE u(x BLOB PRIMARY KEY, n) WITHOUT ROWID");
    statements.add(
        "INSERT INTO t SELECT * FROM ("
            + ROWS
            + "SELECT i, 'text \u00e9\ud83d\ude00 ' || (i*7919 % 1009), "
            + "zeroblob(i % 40), i % 2 FROM n)");
    statements.add("INSERT INTO w SELECT id % 50, id, a FROM t");
    statements.addAll(thresholds(shape, 0));
    statements.add("ALTER TABLE t ADD COLUMN d DEFAULT 'later'");
    return statements;
  }

  /** Payloads around every size at which the place of their bytes changes. */
  private static List<String> thresholds(Shape shape, int from) {
    int usable = shape.usable();
    int tableLimit = usable - 35;
    int indexLimit = (usable - 12) * 64 / 255 - 23;
    int least = (usable - 12) * 32 / 255 - 23;
    List<String> statements = new ArrayList<>();
    int key = from;
    for (int size :
        new int[] {least, indexLimit, tableLimit, usable - 4, tableLimit + usable - 4}) {
      for (int near = -9; near <= 9; near += 3) {
        int each = Math.max(0, size + near + from % 3);
        String value =
            "CAST(printf('%07d', " + key * 31 % 1009 + ") AS BLOB) || zeroblob(" + each + ")";
        statements.add("INSERT INTO o VALUES(" + key + ", CAST(" + value + " AS BLOB))");
        statements.add("INSERT OR IGNORE INTO u SELECT x || '', n FROM o WHERE n=" + key);
        key++;
      }
    }
    return statements;
  }

  private static List<String> changes(Shape shape) {
    List<String> statements = new ArrayList<>();
    statements.add("DELETE FROM t WHERE id % 3 = 0");
    statements.add("UPDATE t SET b = zeroblob(id * 5), c = id % 5 = 0 WHERE id % 4 = 1");
    statements.add("UPDATE t SET a = a || a WHERE id % 11 = 2");
    statements.add("DELETE FROM w WHERE k BETWEEN 10 AND 20");
    statements.add("INSERT INTO w SELECT id % 7 - 10, id, b FROM t WHERE id < 200");
    statements.add("DELETE FROM o WHERE n % 4 = 1");
    statements.add("DELETE FROM u WHERE n % 5 = 2");
    statements.add("UPDATE o SET x = x || zeroblob(" + shape.usable() / 3 + ") WHERE n % 4 = 2");
    statements.addAll(thresholds(shape, 500));
    statements.add("CREATE INDEX tc ON t(c DESC, id DESC)");
    statements.add("DROP INDEX ox");
    statements.add("ALTER TABLE w ADD COLUMN z DEFAULT 17");
    return statements;
  }

  private static final List<String> QUESTIONS =
      List.of(
          "PRAGMA integrity_check",
          "PRAGMA page_size",
          "PRAGMA encoding",
          "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid",
          "SELECT count(*), sum(id), sum(length(b)), max(a), min(d) FROM t",
          "SELECT id, a, c FROM t ORDER BY a DESC, c, id LIMIT 20",
          "SELECT id, a FROM t WHERE a > 'text' ORDER BY a LIMIT 20",
          "SELECT id FROM t WHERE c = 1 ORDER BY id DESC LIMIT 10",
          "SELECT k, j FROM w ORDER BY k DESC, j LIMIT 20",
          "SELECT k, j FROM w WHERE k < 3 ORDER BY k, j DESC LIMIT 20",
          "SELECT count(*), sum(k), sum(j), sum(length(v)) FROM w",
          "SELECT n, length(x), substr(x, 1, 7) FROM o ORDER BY x, n",
          "SELECT n, length(x), substr(x, 1, 7) FROM u ORDER BY x",
          "SELECT count(*) FROM o WHERE x > CAST('0000500' AS BLOB)",
          "SELECT count(*) FROM u WHERE x > CAST('0000500' AS BLOB)");

  private static void run(Sqlite sqlite, List<String> statements) {
    sqlite.run("PRAGMA synchronous=OFF");
    for (String sql : statements) {
      assertThat(sqlite.run(sql)).as(sql).isInstanceOf(Outcome.Rows.class);
    }
  }

  private static void run(Braid braid, List<String> statements) {
    braid.run("PRAGMA synchronous=OFF");
    for (String sql : statements) {
      assertThat(braid.run(sql)).as(sql).isInstanceOf(Outcome.Rows.class);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aFileOfSqliteIsReadChangedAndGivenBack(Shape shape) throws IOException {
    Path file = folder.resolve("file.db");
    Path twin = folder.resolve("twin.db");
    for (Path each : List.of(file, twin)) {
      shape.make(each);
      try (Sqlite sqlite = new Sqlite(each.toString())) {
        run(sqlite, setup(shape));
      }
    }
    try (Sqlite sqlite = new Sqlite(twin.toString());
        Braid braid = new Braid(file.toString(), "wal")) {
      compare(sqlite, braid);
      run(sqlite, changes(shape));
      run(braid, changes(shape));
      compare(sqlite, braid);
    }
    compareGivenBack(shape, file, twin);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void anEmptyFileIsFilledAndGivenBack(Shape shape) throws IOException {
    Path file = folder.resolve("file.db");
    Path twin = folder.resolve("twin.db");
    shape.make(file);
    shape.make(twin);
    try (Sqlite sqlite = new Sqlite(twin.toString());
        Braid braid = new Braid(file.toString(), "mvcc, concurrent")) {
      run(sqlite, setup(shape));
      run(braid, setup(shape));
      compare(sqlite, braid);
    }
    compareGivenBack(shape, file, twin);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aVacuumKeepsTheShape(Shape shape) throws IOException {
    Path file = folder.resolve("file.db");
    Path twin = folder.resolve("twin.db");
    shape.make(file);
    shape.make(twin);
    try (Sqlite sqlite = new Sqlite(twin.toString());
        Braid braid = new Braid(file.toString(), "wal")) {
      for (List<String> statements : List.of(setup(shape), changes(shape))) {
        run(sqlite, statements);
        run(braid, statements);
        run(braid, List.of("VACUUM"));
        compare(sqlite, braid);
      }
      run(sqlite, List.of("CREATE TABLE more(a)", "VACUUM", "DROP TABLE more"));
      run(braid, List.of("CREATE TABLE more(a)", "VACUUM", "DROP TABLE more"));
      QUESTIONS.stream()
          .filter(question -> !question.contains("ORDER BY rowid")) // SQLite numbers them anew
          .forEach(question -> assertThat(braid.run(question)).isEqualTo(sqlite.run(question)));
    }
    byte[] header = Files.readAllBytes(file);
    byte[] other = Files.readAllBytes(twin);
    assertThat(header[20]).isEqualTo((byte) shape.reserved());
    assertThat(header.length).isBetween((int) (other.length * 0.9), (int) (other.length * 1.1) + 1);
  }

  private static void compare(Sqlite sqlite, Braid braid) {
    for (String question : QUESTIONS) {
      assertThat(braid.run(question)).as(question).isEqualTo(sqlite.run(question));
    }
  }

  private static void compareGivenBack(Shape shape, Path file, Path twin) throws IOException {
    try (Sqlite sqlite = new Sqlite(twin.toString());
        Sqlite given = new Sqlite(file.toString())) {
      for (String question : QUESTIONS) {
        assertThat(given.run(question)).as(question).isEqualTo(sqlite.run(question));
      }
    }
    byte[] header = Files.readAllBytes(file);
    byte[] other = Files.readAllBytes(twin);
    assertThat(header[20]).isEqualTo((byte) shape.reserved());
    assertThat(header[47]).as("schema format").isEqualTo(other[47]);
    assertThat(header.length).isBetween((int) (other.length * 0.9), (int) (other.length * 1.1) + 1);
  }

  @ParameterizedTest
  @CsvSource({"512, UTF-8", "1024, UTF-16le", "32768, UTF-16be", "65536, UTF-8"})
  void aNewFileHasThePageSizeAndEncodingThatWereAskedFor(int pageSize, String encoding) {
    String file = folder.resolve("new.db").toString();
    List<String> asked =
        List.of(
            "PRAGMA page_size=" + pageSize,
            "PRAGMA encoding='" + encoding + "'",
            "CREATE TABLE t(a)",
            "INSERT INTO t VALUES('\u00e4\ud83d\ude00' || hex(zeroblob(900)))",
            "PRAGMA page_size=2048",
            "PRAGMA encoding='UTF-8'");
    List<String> questions =
        List.of("PRAGMA page_size", "PRAGMA encoding", "PRAGMA integrity_check", "SELECT * FROM t");
    List<Outcome> answers;
    try (Sqlite sqlite = new Sqlite(folder.resolve("twin.db").toString())) {
      run(sqlite, asked);
      answers = questions.stream().map(sqlite::run).toList();
    }
    try (Braid braid = new Braid(file, "wal")) {
      run(braid, asked);
      assertThat(questions.stream().map(braid::run).toList()).isEqualTo(answers);
    }
    try (Sqlite sqlite = new Sqlite(file)) {
      assertThat(questions.stream().map(sqlite::run).toList()).isEqualTo(answers);
    }
  }

  @ParameterizedTest
  @CsvSource({"512, 15000", "1024, 24000"})
  void deepTreesAndLongFreeListsTravel(int pageSize, int rows) throws IOException {
    Shape shape = new Shape(pageSize, pageSize == 512 ? 32 : 0, 4, "UTF-8");
    Path file = folder.resolve("deep.db");
    shape.make(file);
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      run(
          sqlite,
          List.of(
              "CREATE TABLE t(a INTEGER PRIMARY KEY, b)",
              "CREATE INDEX tb ON t(b)",
              "INSERT INTO t SELECT * FROM (WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1"
                  + " FROM n WHERE i<"
                  + rows
                  + ") SELECT i, printf('%0100d', i * 7919 % 100003) FROM n)",
              "DELETE FROM t WHERE a % 1000 > 100"));
    }
    List<String> questions =
        List.of(
            "PRAGMA integrity_check",
            "PRAGMA freelist_count",
            "SELECT count(*), sum(a), min(b), max(b) FROM t",
            "SELECT a FROM t ORDER BY b DESC LIMIT 50");
    List<Outcome> answers;
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      answers = questions.stream().map(sqlite::run).toList();
    }
    try (Braid braid = new Braid(file.toString(), "wal")) {
      assertThat(questions.stream().map(braid::run).toList()).isEqualTo(answers);
      run(
          braid,
          List.of(
              "INSERT INTO t SELECT a + 500, b || 'x' FROM t",
              "CREATE INDEX tba ON t(a, b)",
              "DELETE FROM t WHERE a % 7 = 0"));
      answers = questions.stream().map(braid::run).toList();
    }
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      assertThat(questions.stream().map(sqlite::run).toList()).isEqualTo(answers);
    }
  }
}
