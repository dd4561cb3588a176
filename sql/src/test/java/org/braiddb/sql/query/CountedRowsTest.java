package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braiddb.sql.oracle.Connections.number;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of which it is only asked how many there are: in joins, of subqueries, and in ranges. */
class CountedRowsTest {
  private static final int QUERIES = 400;

  private final long seed = Long.getLong("braid.seed", 17);
  private final Random random = new Random(seed);

  private static List<String> setup() {
    return List.of(
        "PRAGMA page_size=1024",
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c TEXT)",
        "CREATE TABLE few(k INTEGER PRIMARY KEY, v INTEGER, s TEXT)",
        "CREATE TABLE w(a INTEGER, b INTEGER, PRIMARY KEY(a, b DESC)) WITHOUT ROWID",
        "CREATE TABLE none(x)",
        "CREATE INDEX t_a ON t(a)",
        "CREATE INDEX t_bc ON t(b DESC, c)",
        "CREATE INDEX t_c ON t(c COLLATE NOCASE)",
        "CREATE INDEX t_some ON t(a) WHERE b > 500",
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <"
            + " 3000) SELECT i, nullif(i % 40, 7), i * 7919 % 1000, char(65 + i % 60) || i % 9"
            + " FROM n",
        "INSERT INTO few SELECT id, a, c FROM t WHERE id <= 30",
        "INSERT INTO w SELECT coalesce(a, 1), id FROM t");
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String source() {
    int low = random.nextInt(1000);
    return pick(
        "t",
        "few, few f2",
        "few, none",
        "few JOIN t ON t.a = few.v",
        "few JOIN t ON t.b BETWEEN few.k AND few.k + " + random.nextInt(300),
        "few JOIN t ON t.c = few.s COLLATE NOCASE",
        "few JOIN w ON w.a = few.v",
        "few JOIN w ON w.a = few.v AND w.b > " + low,
        "t JOIN few ON few.k = t.a",
        "t JOIN few ON few.v = t.b % 40",
        "few f JOIN few g ON f.v < g.v",
        "few LEFT JOIN t ON t.a = few.v AND t.b > " + low,
        "few f JOIN t ON t.a = f.k JOIN few g ON g.v = t.a",
        "(SELECT a FROM t UNION ALL SELECT b FROM t)",
        "(SELECT a FROM t WHERE b > " + low + " UNION ALL SELECT v FROM few UNION ALL SELECT 1)",
        "(SELECT * FROM few UNION ALL SELECT * FROM few LIMIT " + random.nextInt(70) + ")",
        "(SELECT DISTINCT a FROM t), few",
        "(SELECT a, count(*) FROM t GROUP BY a)",
        "(VALUES (1), (2)), w");
  }

  private String where(String source) {
    return switch (random.nextInt(source.startsWith("(") || !source.contains("t") ? 1 : 4)) {
      case 1 -> " WHERE t.a = " + random.nextInt(40);
      case 2 -> " WHERE t.a IN (1, 5, 9, 7) AND t.b > " + random.nextInt(1000);
      default -> "";
    };
  }

  @Test
  void numbersAreThoseOfSqlite(@TempDir Path directory) {
    System.out.println("counted rows: repeat with -Dbraid.seed=" + seed);
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (int i = 0; i < QUERIES; i++) {
        String source = source();
        String where =
            source.matches(".*\\bt\\b.*") && !source.startsWith("(") ? where(source) : "";
        String count = "SELECT " + pick("count(*)", "count(*), count()", "count(*) + 1") + " FROM ";
        engines.agree(count + source + where);
        engines.agree(
            "SELECT k, (SELECT count(*) FROM t WHERE t.b > few.k * "
                + random.nextInt(40)
                + pick("", " AND t.a = few.v", " AND t.a >= few.v")
                + ") FROM few");
      }
    }
  }

  /** What the transaction itself has changed counts. */
  @ParameterizedTest
  @ValueSource(strings = {"wal", "pagelock", "mvcc"})
  void ownChangesCount(String mode, @TempDir Path directory) {
    try (Connection connection = Database.at(directory.resolve("t.db").toString()).connect()) {
      connection.execute("PRAGMA journal_mode = " + mode);
      for (String sql : setup().subList(1, setup().size())) {
        connection.execute(sql);
      }
      connection.execute(mode.equals("wal") ? "BEGIN" : "BEGIN CONCURRENT");
      connection.execute("DELETE FROM t WHERE a = 5");
      connection.execute("INSERT INTO t(a, b, c) SELECT 3, k, 'new' FROM few");
      assertThat(number(connection, "SELECT count(*) FROM few JOIN t ON t.a = few.k"))
          .isEqualTo(number(connection, "SELECT sum(t.id > 0) FROM few JOIN t ON t.a = few.k"));
      assertThat(number(connection, "SELECT count(*) FROM t, (VALUES (1), (2))"))
          .isEqualTo(2 * (3000 - 75 + 30));
      assertThat(number(connection, "SELECT count(*) FROM (SELECT a FROM t UNION ALL SELECT 1)"))
          .isEqualTo(3000 - 75 + 30 + 1);
      connection.execute("ROLLBACK");
      assertThat(number(connection, "SELECT count(*) FROM t, (VALUES (1), (2))")).isEqualTo(6000);
    }
  }

  @Test
  void backwardsToo() {
    try (Connection connection = Database.at(":memory:").connect()) {
      for (String sql : setup()) {
        connection.execute(sql);
      }
      String join = "SELECT count(*) FROM few JOIN t ON t.a = few.v";
      long forwards = number(connection, join);
      connection.execute("PRAGMA reverse_unordered_selects = 1");
      assertThat(number(connection, join)).isEqualTo(forwards).isPositive();
    }
  }
}
