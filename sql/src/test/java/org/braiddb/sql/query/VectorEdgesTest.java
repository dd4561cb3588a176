package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables on which working in vectors could go wrong: SQLite's answers, with vectors and without.
 */
class VectorEdgesTest {
  @TempDir Path directory;

  /** Fills t with these rows, five times each, in order. */
  private static List<String> table(String declaration, String... rows) {
    List<String> sql = new ArrayList<>();
    sql.add(declaration);
    for (int i = 0; i < 5; i++) {
      for (String row : rows) {
        sql.add("INSERT INTO t VALUES(" + row + ")");
      }
    }
    return sql;
  }

  private void agree(List<String> setup, String... queries) {
    try (TwoEngines engines = new TwoEngines(directory, setup)) {
      for (String query : queries) {
        engines.braid("PRAGMA braid_optimizations='all'");
        engines.agreeInOrder(query);
        engines.braid("PRAGMA braid_optimizations='-vectors'");
        engines.agreeInOrder(query);
      }
    }
  }

  @Test
  void signsOfZeroAndInfinitiesAreKept() {
    agree(
        table("CREATE TABLE t(x REAL, y)", "0.0, -0.0", "-0.0, 0.0", "9e999, 1", "-9e999, 1.5"),
        "SELECT min(x), max(x), min(y), max(y) FROM t WHERE x BETWEEN -1 AND 1",
        "SELECT sum(x), total(x), avg(x) FROM t WHERE x > 0",
        "SELECT sum(x), total(x), avg(x) FROM t",
        "SELECT count(x - x), count(x * 0), sum(x * 0), max(x - x) FROM t",
        "SELECT sum(-x), min(-y), count(y / x), sum(y / x) FROM t",
        "SELECT x, count(*), sum(y) FROM t GROUP BY x",
        "SELECT y, count(*) FROM t GROUP BY y",
        "SELECT x, y FROM t ORDER BY x, rowid LIMIT 7",
        "SELECT x, y FROM t ORDER BY -x DESC, rowid LIMIT 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16le"})
  void textsCompareUnderBuiltInCollations(String encoding) {
    List<String> setup = new ArrayList<>();
    setup.add("PRAGMA encoding='" + encoding + "'");
    setup.addAll(
        table(
            "CREATE TABLE t(x TEXT COLLATE NOCASE, y TEXT COLLATE RTRIM, z)",
            "'Name of this one', 'name  ', 'NAME OF THIS ONE'",
            "'name of THIS TWO', ' name', 'name of this one '",
            "'name of this', 'name', 17",
            "'17', '17 ', 17.0",
            "NULL, NULL, 'Ä name of letters'",
            "x'4e616d65', 'Name', x'6e616d65'",
            "'ä NAME of letters', 'name' || char(0), NULL",
            "'nul' || char(0) || 'ABC', '', 'NUL' || char(0) || 'xyz'",
            "'', ' ', ''"));
    List<String> queries = new ArrayList<>();
    for (String condition :
        List.of(
            "x %s 'NAME OF THIS ONE'",
            "'NAME of this' %s x",
            "y %s 'name'",
            "y %s 'name   '",
            "z %s 'name of this one' COLLATE NOCASE",
            "z %s 'name of this one' COLLATE RTRIM",
            "x %s z",
            "y %s x",
            "x %s 17",
            "z %s '17' COLLATE NOCASE",
            "x %s 'NUL' || char(0) || '...'")) {
      for (String operator : List.of("=", "<>", "<", "<=", ">", ">=", "IS", "IS NOT")) {
        String decided = condition.formatted(operator);
        queries.add("SELECT rowid, x FROM t WHERE " + decided);
        queries.add("SELECT count(*), sum(" + decided + ") FROM t");
      }
    }
    queries.add("SELECT count(*) FROM t WHERE x BETWEEN 'NAME' AND 'NAME OF THIS P'");
    queries.add("SELECT count(*) FROM t WHERE y > 'nam' AND y <= 'name  '");
    agree(setup, queries.toArray(String[]::new));
  }

  @Test
  void integersThatLeave64BitsBecomeRealsOrErrors() {
    agree(
        table(
            "CREATE TABLE t(a INTEGER, b)",
            "9223372036854775807, 1",
            "-9223372036854775808, -1",
            "1, 0",
            "4611686018427387904, 2.5"),
        "SELECT sum(a) FROM t",
        "SELECT sum(a) FROM t WHERE a > 0",
        "SELECT total(a), avg(a) FROM t WHERE a > 0",
        "SELECT sum(a + 0.0), sum(a), sum(b) FROM t WHERE a <> 1",
        "SELECT total(a + b), total(a - b), total(a * b), total(a * 2) FROM t",
        "SELECT count(a / b), count(a % b), max(a / b), min(a % b) FROM t",
        "SELECT max(-a), min(-a) FROM t",
        "SELECT b, sum(a) FROM t GROUP BY b",
        "SELECT count(*) FROM t WHERE a = 9223372036854775807.0",
        "SELECT count(*) FROM t WHERE a + 0 < 9223372036854775807.0",
        "SELECT a FROM t ORDER BY a DESC, rowid LIMIT 6",
        "SELECT a, b FROM t ORDER BY a * 1.0, rowid LIMIT 6");
  }

  @Test
  void typesInOneColumnFollowTheirOrder() {
    agree(
        table(
            "CREATE TABLE t(m, s TEXT, n NUMERIC)",
            "1, 1, '1'",
            "1.0, 'b', 'x'",
            "'1', 'A', 1.5",
            "'a', NULL, NULL",
            "x'61', 'a', x'31'",
            "NULL, '10', '2e3'"),
        "SELECT count(*), count(m), sum(m), min(m), max(m), total(s), max(s) FROM t",
        "SELECT count(*) FROM t WHERE m < 'a'",
        "SELECT count(*) FROM t WHERE m = 1",
        "SELECT count(*) FROM t WHERE s = 1",
        "SELECT count(*) FROM t WHERE s > 1 AND n < 'x'",
        "SELECT count(*) FROM t WHERE n = '1'",
        "SELECT count(*) FROM t WHERE m = s",
        "SELECT count(*) FROM t WHERE m IS NOT n",
        "SELECT count(*) FROM t WHERE NOT (m > 0 AND n > 0)",
        "SELECT count(*) FROM t WHERE s COLLATE NOCASE = 'a'",
        "SELECT min(s COLLATE NOCASE), max(s COLLATE NOCASE), min(s) FROM t WHERE rowid > 2",
        "SELECT m, count(*), sum(n) FROM t GROUP BY m",
        "SELECT s, count(*) FROM t WHERE n IS NOT NULL GROUP BY s COLLATE NOCASE",
        "SELECT m, s FROM t ORDER BY m DESC NULLS FIRST, rowid LIMIT 9",
        "SELECT m, s FROM t ORDER BY m NULLS LAST, rowid LIMIT 9",
        "SELECT m, s FROM t WHERE n > 0 ORDER BY s COLLATE NOCASE DESC, rowid LIMIT 4");
  }

  @Test
  void shortRowsHaveTheDefaults() {
    List<String> setup = table("CREATE TABLE t(a)", "1", "2", "NULL");
    setup.add("ALTER TABLE t ADD COLUMN d DEFAULT 7");
    setup.add("ALTER TABLE t ADD COLUMN e REAL DEFAULT 3");
    setup.add("ALTER TABLE t ADD COLUMN f TEXT");
    setup.add("ALTER TABLE t ADD COLUMN g TEXT DEFAULT 'some'");
    setup.add("INSERT INTO t VALUES(5, 6, 7.5, 'here', 'other'), (5, NULL, NULL, NULL, NULL)");
    agree(
        setup,
        "SELECT sum(d), count(d), sum(e), avg(e), count(f), min(g), max(g) FROM t",
        "SELECT count(*) FROM t WHERE d = 7 AND e BETWEEN 2 AND 4",
        "SELECT count(*), sum(a) FROM t WHERE f IS NULL",
        "SELECT d, g, count(*), sum(e) FROM t GROUP BY d, g",
        "SELECT a, d, e FROM t ORDER BY e DESC, rowid LIMIT 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'UTF-16le'", "'UTF-16be'", "'UTF-8'"})
  void textHasTheEncodingOfItsDatabase(String encoding) {
    List<String> setup =
        table("CREATE TABLE t(s TEXT, n)", "'b', 1", "'ä', 2", "'Z𝄞', 3", "'', 4");
    setup.addFirst("PRAGMA encoding=" + encoding);
    agree(
        setup,
        "SELECT count(*), sum(n) FROM t WHERE s > 'c'",
        "SELECT count(*), sum(n) FROM t WHERE s BETWEEN 'Z' AND 'b'",
        "SELECT s, sum(n) FROM t GROUP BY s",
        "SELECT min(s), max(s) FROM t WHERE n > 1",
        "SELECT s FROM t WHERE n < 4 ORDER BY s, rowid LIMIT 6");
  }

  @Test
  void tablesOfOtherShapesAreRead() {
    List<String> setup =
        table(
            "CREATE TABLE t(k INTEGER PRIMARY KEY, a, v AS (a * 2), st AS (a + 1) STORED, b)",
            "NULL, 1, 2",
            "NULL, 2.5, 3",
            "NULL, NULL, 'x'");
    setup.add("CREATE TABLE other(x)");
    agree(
        setup,
        "SELECT sum(x), count(*), min(x) FROM other",
        "SELECT x FROM other WHERE x > 1 ORDER BY x LIMIT 3",
        "SELECT sum(k), sum(a), sum(v), sum(st), sum(b), min(rowid), max(_rowid_) FROM t",
        "SELECT count(*) FROM t WHERE k + 0 > 3 AND st > 2",
        "SELECT count(*) FROM t WHERE v > 2 AND k % 2 = 1",
        "SELECT st, sum(k) FROM t GROUP BY st",
        "SELECT k, v, st FROM t ORDER BY st DESC, k LIMIT 5");
  }

  @Test
  void columnsFarFromEachOtherAreRead() {
    Random random = new Random(20);
    String[] values = {"NULL", "0", "1", "-7", "300", "70000", "9e9", "2.5", "x'6162'", "'word'"};
    List<String> setup = new ArrayList<>();
    StringBuilder columns = new StringBuilder("c0");
    for (int i = 1; i < 40; i++) {
      columns.append(", c").append(i);
    }
    setup.add("PRAGMA page_size=1024");
    setup.add("CREATE TABLE t(" + columns + ")");
    for (int row = 0; row < 200; row++) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        boolean number = i % 9 == 0 || i == 39;
        cells.add(values[random.nextInt(number ? 8 : values.length)]);
      }
      if (random.nextInt(10) == 0) {
        cells.set(random.nextInt(39), "'" + "long ".repeat(20) + "'");
      }
      setup.add("INSERT INTO t VALUES(" + String.join(", ", cells) + ")");
    }
    List<String> queries = new ArrayList<>();
    for (int first = 0; first < 40; first += 9) {
      queries.add("SELECT sum(c" + first + "), count(c" + first + ") FROM t WHERE c39 > 0");
      for (int second : new int[] {0, 8, 18, 27, 39}) {
        queries.add(
            ("SELECT sum(c%1$d + c%2$d), count(c%1$d) FROM t WHERE c%2$d < 1000")
                .formatted(first, second));
      }
    }
    agree(setup, queries.toArray(String[]::new));
  }

  @Test
  void recordsOfManyShapesAreRead() {
    Random random = new Random(21);
    String[] numbers = {"NULL", "0", "1", "-7", "300", "70000", "9e9", "2.5"};
    List<String> setup = new ArrayList<>();
    setup.add("CREATE TABLE t(s TEXT, a, b REAL, c, d, e, f, g, h)");
    for (int row = 0; row < 3000; row++) {
      List<String> cells = new ArrayList<>();
      // First few shapes, then hundreds, then few again.
      boolean many = row > 500 && row < 2300;
      cells.add("'" + "x".repeat(many ? random.nextInt(70) : 5) + "'");
      for (int i = 1; i < 9; i++) {
        cells.add(numbers[many || i > 6 ? random.nextInt(8) : i % 8]);
      }
      setup.add("INSERT INTO t VALUES(" + String.join(", ", cells) + ")");
    }
    agree(
        setup,
        "SELECT sum(a), count(a), sum(b) FROM t WHERE a BETWEEN -5 AND 50000",
        "SELECT sum(a), total(h), count(h), max(s) FROM t WHERE b >= 0 AND b < 70000",
        "SELECT sum(c + h), count(*) FROM t WHERE g IS NOT NULL",
        "SELECT h, count(*), sum(b) FROM t WHERE s BETWEEN 'xx' AND 'xxxxxxxxxxxxxxxxxx' GROUP BY"
            + " h");
  }

  @Test
  void rangesHaveTheEndsThatAreNamed() {
    List<String> setup =
        table(
            "CREATE TABLE t(i INTEGER, r REAL, s TEXT)",
            "9223372036854775807, 9e999, 'eight by'",
            "9223372036854775806, 1.7976931348623157e308, 'eight bytes'",
            "-9223372036854775808, -9e999, 'eight bytes and more'",
            "-9223372036854775807, -1.7976931348623157e308, 'eight'",
            "0, 0.0, ''",
            "-1, -0.0, 'eight bz'",
            "1, 5e-324, 'Eight bytes'",
            "7, -5e-324, 'é'");
    String[][] ends = {
      {"i", "9223372036854775807", "-9223372036854775808", "9223372036854775806", "0", "-1", "0.5"},
      {"r", "9e999", "-9e999", "0.0", "-0.0", "5e-324", "1"},
      {"s", "'eight by'", "'eight bytes'", "'eight bytes and more'", "'eight'", "''", "'é'"},
    };
    List<String> queries = new ArrayList<>();
    for (String[] of : ends) {
      for (int low = 1; low < of.length; low++) {
        for (int high = 1; high < of.length; high++) {
          for (String above : new String[] {">", ">="}) {
            for (String below : new String[] {"<", "<="}) {
              queries.add(
                  "SELECT count(*), sum(rowid) FROM t WHERE %1$s %2$s %3$s AND %1$s %4$s %5$s"
                      .formatted(of[0], above, of[low], below, of[high]));
            }
          }
        }
      }
      queries.add(
          "SELECT count(*) FROM t WHERE %1$s NOT BETWEEN %2$s AND %3$s"
              .formatted(of[0], of[3], of[4]));
      queries.add(
          "SELECT count(*) FROM t WHERE %2$s > %1$s AND %3$s <= %1$s"
              .formatted(of[0], of[1], of[4]));
    }
    agree(setup, queries.toArray(String[]::new));
  }

  @Test
  void tablesWithoutRowidAreRead() {
    List<String> setup = new ArrayList<>();
    setup.add("CREATE TABLE t(a, k TEXT PRIMARY KEY, b) WITHOUT ROWID");
    for (int i = 0; i < 40; i++) {
      setup.add("INSERT INTO t VALUES(" + i + ", 'k" + i * 7 % 40 + "', " + i + " / 3.0)");
    }
    agree(
        setup,
        "SELECT sum(a), avg(b), max(k) FROM t WHERE b > 2",
        "SELECT a % 3, sum(b) FROM t GROUP BY a % 3",
        "SELECT k FROM t WHERE a > 4 ORDER BY b DESC LIMIT 5");
  }

  @Test
  void rangesOfRowidsEndWhereTheyShould() {
    List<String> setup = new ArrayList<>();
    setup.add("PRAGMA page_size=512");
    setup.add("CREATE TABLE t(id INTEGER PRIMARY KEY, a)");
    setup.add(
        "INSERT INTO t SELECT value * 3, value FROM (WITH RECURSIVE c(value) AS (SELECT -300"
            + " UNION ALL SELECT value + 1 FROM c WHERE value < 300) SELECT value FROM c)");
    setup.add("INSERT INTO t VALUES(9223372036854775807, 1), (-9223372036854775808, 2)");
    List<String> queries = new ArrayList<>();
    for (int from : new int[] {-10000, -300, -299, 0, 1, 2, 299, 900}) {
      for (int length : new int[] {-1, 0, 1, 2, 3, 100, 20000}) {
        queries.add(
            "SELECT count(*), sum(a), min(id), max(id) FROM t WHERE a <> 5 AND id BETWEEN "
                + from
                + " AND "
                + (from + length));
      }
    }
    queries.add("SELECT sum(a), max(a) FROM t WHERE id > 9223372036854775806");
    queries.add("SELECT sum(a), max(a) FROM t WHERE id < -9223372036854775807 AND a > 0");
    agree(setup, queries.toArray(String[]::new));
  }

  @Test
  void errorsComeFromRowsThatAreAskedAlone() {
    agree(
        table("CREATE TABLE t(a INTEGER, j)", "1, '{}'", "-9223372036854775808, '{'", "2, '[]'"),
        "SELECT sum(a) FROM t WHERE a > 0 AND abs(a) > 1",
        "SELECT sum(a) FROM t WHERE abs(a) > 1",
        "SELECT sum(a), sum(abs(a)) FROM t WHERE a > 0",
        "SELECT sum(a), sum(abs(a)) FROM t",
        "SELECT count(*) FROM t WHERE a IN (1, 2) AND abs(a) = 1",
        "SELECT a, abs(a) FROM t WHERE a > 0 ORDER BY a DESC, rowid LIMIT 3",
        "SELECT abs(a) FROM t ORDER BY a DESC, rowid LIMIT 3");
  }

  @Test
  void patternsMatchAsRowByRow() {
    List<String> queries = new ArrayList<>();
    for (String column : List.of("s", "m", "n")) {
      for (String pattern :
          List.of(
              "%b%", "%B_%", "a%", "%", "", "%é%", "%É", "_", "%\u4e2d_", "*b*", "*[a-c]?", "1%")) {
        for (String operator : List.of(" LIKE '", " NOT LIKE '", " GLOB '", " NOT GLOB '")) {
          String condition = column + operator + pattern + "'";
          queries.add("SELECT count(*), min(rowid), max(rowid) FROM t WHERE " + condition);
          queries.add("SELECT rowid, s FROM t WHERE rowid > 0 AND " + condition);
        }
      }
      queries.add("SELECT count(*) FROM t WHERE " + column + " LIKE '%!%%' ESCAPE '!'");
      queries.add("SELECT count(*) FROM t WHERE " + column + " LIKE '%' || s");
      queries.add("SELECT count(*) FROM t WHERE " + column + " LIKE NULL");
      queries.add("SELECT count(*) FROM t WHERE " + column + " LIKE x'256225'");
      queries.add("SELECT count(*) FROM t WHERE " + column + " LIKE '" + "%a".repeat(600) + "'");
    }
    agree(
        table(
            "CREATE TABLE t(s TEXT, m, n INTEGER)",
            "'abc', 'Abc', 1",
            "'\u4e2d\u6587 é', x'616263', 12",
            "NULL, 1.5, NULL",
            "'B', NULL, 'b'",
            "'', '', 21",
            "'10%', 'cab' || char(0) || 'b', 111"),
        queries.toArray(String[]::new));
  }

  @Test
  void likeComparesAsThePragmaSaysWhenTheRunBegins() {
    try (Connection connection = Database.at(directory.resolve("like.db").toString()).connect()) {
      run(connection, "CREATE TABLE t(s TEXT)");
      run(connection, "INSERT INTO t VALUES('one'), ('ONE'), ('two')");
      try (Statement statement =
          connection.prepare("SELECT count(*) FROM t WHERE s LIKE '%n%' AND s >= ''")) {
        for (String sensitive : List.of("ON", "OFF", "ON")) {
          run(connection, "PRAGMA case_sensitive_like = " + sensitive);
          assertThat(statement.step()).isTrue();
          assertThat(statement.columnLong(0)).isEqualTo(sensitive.equals("ON") ? 1 : 2);
          statement.reset();
        }
      }
    }
  }

  @Test
  void subqueriesSeeTheRowOutside() {
    agree(
        table("CREATE TABLE t(a, b)", "1, 10", "2, 20", "3, 30"),
        "SELECT sum(a) FROM t WHERE b > 5 AND a = (SELECT max(u.a) FROM t u WHERE u.b = t.b)",
        "SELECT a, (SELECT sum(u.b) FROM t u WHERE u.a <= t.a) FROM t ORDER BY a DESC, rowid LIMIT"
            + " 4",
        "SELECT (SELECT sum(u.b + t.a) FROM t u WHERE u.a < t.a) FROM t",
        "SELECT a, sum(b) + (SELECT count(*) FROM t u WHERE u.b > 15) FROM t GROUP BY a",
        "SELECT sum(x) FROM (SELECT b AS x FROM t WHERE a > 1 ORDER BY b LIMIT 6)",
        "SELECT DISTINCT a FROM t WHERE b > 10 ORDER BY a LIMIT 1",
        "SELECT a, b FROM t WHERE b > 10 ORDER BY a LIMIT 0",
        "SELECT a, b FROM t WHERE b > 10 ORDER BY a DESC, rowid LIMIT 3 OFFSET 4",
        "SELECT a, b FROM t ORDER BY a, rowid LIMIT -1 OFFSET 13",
        "SELECT count(*) FILTER (WHERE a > 1), sum(b) FILTER (WHERE b < 30) FROM t WHERE a > 0",
        "SELECT count(DISTINCT a), sum(DISTINCT b), group_concat(a) FROM t WHERE b > 10",
        "SELECT a, max(b) FROM t WHERE a < 3",
        "SELECT b, min(a), max(b) FROM t GROUP BY a",
        "SELECT sum(a) FROM t HAVING count(*) > 100",
        "SELECT sum(a), count(*), min(a), total(a) FROM t WHERE a > 50",
        "SELECT a, sum(b) FROM t WHERE a > 50 GROUP BY a");
  }

  @Test
  void changesOfTheTransactionAreSeenAndDoNotDisturb() {
    try (Connection connection = Database.at(directory.resolve("own.db").toString()).connect()) {
      run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER)");
      run(connection, "INSERT INTO t(a) " + series(2000) + " SELECT value FROM series");
      run(connection, "BEGIN");
      run(connection, "DELETE FROM t WHERE a % 2 = 0");
      assertThat(one(connection, "SELECT sum(a) FROM t WHERE a > 0")).isEqualTo(1_000_000L);
      // Each row's new value is the sum before the statement changed anything, as for SQLite.
      run(connection, "UPDATE t SET a = a + (SELECT count(*) FROM t WHERE a > 0) WHERE id < 100");
      assertThat(one(connection, "SELECT sum(a) FROM t WHERE a > 0")).isEqualTo(1_050_000L);
      run(connection, "INSERT INTO t(a) SELECT sum(a) FROM t WHERE a > 0");
      assertThat(one(connection, "SELECT max(a) FROM t WHERE a > 5")).isEqualTo(1_050_000L);
      run(connection, "INSERT INTO t(a) SELECT a FROM t WHERE a > 0 ORDER BY a DESC LIMIT 10");
      assertThat(one(connection, "SELECT count(*) FROM t WHERE a > 0")).isEqualTo(1011L);
      run(connection, "ROLLBACK");
      assertThat(one(connection, "SELECT sum(a) FROM t WHERE a > 0")).isEqualTo(2_001_000L);
    }
  }

  @Test
  void triggersThatAddUpTheTableSeeEveryRowInTurn() {
    List<String> setup = table("CREATE TABLE t(a, s)", "1, 0", "2, 0", "3, 0");
    setup.add("CREATE TABLE log(n, total)");
    setup.add(
        "CREATE TRIGGER tr AFTER UPDATE ON t BEGIN"
            + " INSERT INTO log SELECT count(*), sum(s) FROM t WHERE s >= 0; END");
    setup.add("UPDATE t SET s = a WHERE a > 1");
    try (TwoEngines engines = new TwoEngines(directory, setup)) {
      engines.braid("UPDATE t SET s = s + 1 WHERE a > 0");
      assertThat(engines.braid("SELECT total FROM log ORDER BY rowid").rows())
          .hasSize(25)
          .endsWith("38|", "39|", "40|");
    }
  }

  @Test
  void parametersHaveTheValuesAndTypesOfTheRun() {
    try (Connection connection = Database.at(directory.resolve("p.db").toString()).connect()) {
      run(connection, "CREATE TABLE t(a INTEGER, s TEXT, m)");
      run(
          connection,
          "INSERT INTO t " + series(99) + " SELECT value, 's' || value, value FROM series");
      try (Statement statement =
          connection.prepare("SELECT count(*), sum(a + ?2) FROM t WHERE a >= ?1")) {
        assertThat(answer(statement, 90L, 1L)).isEqualTo(Arrays.asList(10L, 955L));
        assertThat(answer(statement, 90.5, 0.5)).isEqualTo(Arrays.asList(9L, 859.5));
        assertThat(answer(statement, "95", "2")).isEqualTo(Arrays.asList(5L, 495L));
        assertThat(answer(statement, null, 1L)).isEqualTo(Arrays.asList(0L, null));
        assertThat(answer(statement, new byte[] {1}, 1L)).isEqualTo(Arrays.asList(0L, null));
        assertThat(answer(statement, 99L, Long.MAX_VALUE))
            .isEqualTo(Arrays.asList(1L, 9.223372036854775807e18));
      }
    }
  }

  @Test
  void groupsThatOutgrowTheirMemoryAreAllThere() {
    int groups = 50_000;
    int sums = 50; // whose states take more than the 128 MiB that a heap of 1 GiB leaves them
    try (Connection connection = Database.at(directory.resolve("g.db").toString()).connect()) {
      run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER)");
      run(
          connection,
          "INSERT INTO t " + series(60_000) + " SELECT value, value % " + groups + " FROM series");
      StringBuilder sql = new StringBuilder("SELECT k");
      for (int i = 1; i <= sums; i++) {
        sql.append(i == 1 ? ", " : " + ").append("sum(id + ").append(i).append(")");
      }
      sql.append(" FROM t WHERE id > 0 GROUP BY k");
      try (Statement statement = connection.prepare(sql.toString())) {
        for (long k = 0; k < groups; k++) {
          long first = k == 0 ? groups : k;
          long second = k > 0 && k <= 10_000 ? k + groups : 0;
          long expected = sums * first + sums * (sums + 1) / 2;
          expected += second == 0 ? 0 : sums * second + sums * (sums + 1) / 2;
          assertThat(statement.step()).isTrue();
          assertThat(statement.columnLong(0)).isEqualTo(k);
          assertThat(statement.columnLong(1)).isEqualTo(expected);
        }
        assertThat(statement.step()).isFalse();
      }
    }
  }

  private static List<@Nullable Object> answer(
      Statement statement, @Nullable Object... parameters) {
    for (int i = 0; i < parameters.length; i++) {
      statement.bind(i + 1, parameters[i]);
    }
    assertThat(statement.step()).isTrue();
    List<@Nullable Object> row = Arrays.asList(statement.columnValue(0), statement.columnValue(1));
    statement.reset();
    return row;
  }

  /** The record of one row among twenty: 3 4 4, 0x11223344, 0x55667788. */
  @ParameterizedTest
  @CsvSource({"2, 3", "2, 6", "2, 1", "1, 5", "1, 6", "0, 2", "0, 1", "0, 0", "0, 11", "0, 100"})
  void damagedRecordsAreFoundAsTheyAreRowByRow(int at, byte value) throws Exception {
    Path file = directory.resolve("damaged.db");
    try (java.sql.Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        java.sql.Statement statement = sqlite.createStatement()) {
      statement.execute("CREATE TABLE t(a, b)");
      for (int i = 0; i < 20; i++) {
        statement.execute("INSERT INTO t VALUES(" + (i == 9 ? "287454020, 1432778632)" : "1, 2)"));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    int record = all.indexOf("\u0003\u0004\u0004\u0011\"3D");
    assertThat(record).as("place of the record").isPositive();
    bytes[record + at] = value;
    Files.write(file, bytes);
    int errors = 0;
    try (Connection braid = Database.at(file.toString()).connect()) {
      for (String query :
          List.of(
              "SELECT sum(a) FROM t WHERE a > 0",
              "SELECT sum(b) FROM t WHERE b > 0",
              "SELECT total(a), total(b), count(*) FROM t",
              "SELECT a FROM t WHERE b > 0 ORDER BY a DESC LIMIT 1")) {
        run(braid, "PRAGMA braid_optimizations='all'");
        String vectors = outcome(braid, query);
        run(braid, "PRAGMA braid_optimizations='-vectors'");
        assertThat(vectors).as(query).isEqualTo(outcome(braid, query));
        errors += vectors.contains("malformed: ") && vectors.contains("damaged.db") ? 1 : 0;
      }
    }
    assertThat(errors).as("queries that meet the damage").isPositive();
  }

  private static String outcome(Connection braid, String query) {
    try {
      return String.valueOf(one(braid, query));
    } catch (SqlException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String series(int end) {
    return "WITH RECURSIVE series(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM series WHERE"
        + " value < "
        + end
        + ")";
  }

  private static void run(Connection connection, String sql) {
    connection.execute(sql);
  }

  private static @Nullable Object one(Connection connection, String sql) {
    try (Statement statement = connection.prepare(sql)) {
      assertThat(statement.step()).isTrue();
      return statement.columnValue(0);
    }
  }
}
