package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions, {@code ||}, CAST and CASE that are computed for a page's rows together: SQLite's
 * answers, and the same row by row.
 */
class VectorFunctionsTest {
  /** Columns: numbers, texts with and without NULLs, values of all types but BLOBs, and all. */
  private static final List<String> SETUP =
      List.of(
          "PRAGMA page_size=1024",
          "CREATE TABLE t(id INTEGER PRIMARY KEY, i INTEGER, r REAL, s TEXT, u TEXT, n TEXT, m, x,"
              + " c TEXT COLLATE NOCASE)",
          "INSERT INTO t WITH RECURSIVE q(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q"
              + " WHERE i < 420) SELECT i, i % 37 - 5, i / 8.0, 'name ' || (i * 31 % 200),"
              + " 'größe ' || (i % 50) || ' ñandú Ωмега', CASE WHEN i % 3 = 0 THEN NULL ELSE '  x'"
              + " || i || ' ' END, CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN i WHEN 2 THEN i / 4.0"
              + " WHEN 3 THEN 'name' || i ELSE '17' END, CASE WHEN i > 200 AND i % 7 = 0 THEN"
              + " x'6e616d65' WHEN i % 2 THEN i ELSE 'name' END, substr('aAbBcC', i % 6 + 1, 1)"
              + " FROM q");

  private static final String[] VALUES = {
    "instr(s, '19')",
    "instr(u, 'ñ')",
    "instr(u, x'b1')",
    "instr(s, '')",
    "instr(m, 'e')",
    "instr(x, 'a')",
    "instr(s, NULL)",
    "replace(s, 'name', 'x')",
    "replace(u, 'ö', 'oe')",
    "replace(m, 1, '')",
    "replace(n, 'x', n)",
    "s || '-' || i",
    "n || s || m || r",
    "s || (i || u)",
    "x || s",
    "s LIKE 'name 1%'",
    "n LIKE '%7 '",
    "m GLOB '*7*'",
    "x LIKE 'NAME'",
    "abs(i)",
    "abs(m)",
    "abs(-r)",
    "substr(s, 3, 5)",
    "substr(u, -4, 2)",
    "substr(m, 2)",
    "substr(x, i, 2)",
    "upper(u)",
    "lower(upper(s))",
    "trim(n)",
    "ltrim(n, ' x')",
    "rtrim(u, 'аг')",
    "length(u)",
    "length(x)",
    "octet_length(u)",
    "unicode(u)",
    "char(65 + abs(i), 937)",
    "hex(s)",
    "hex(x)",
    "unhex(hex(s))",
    "quote(m)",
    "quote(r)",
    "zeroblob(i)",
    "length(zeroblob(i))",
    "round(r)",
    "round(r, 1)",
    "round(m, i)",
    "sign(i)",
    "sign(m)",
    "min(i, r)",
    "max(s, n)",
    "max(c, 'b')",
    "min(m, x)",
    "nullif(i, 5)",
    "nullif(c, 'A')",
    "coalesce(n, s)",
    "coalesce(n, NULL, i)",
    "coalesce(substr(n, 4, 1), 'none')",
    "ifnull(m, 0)",
    "iif(i < 9, r, s)",
    "iif(i < 9, r)",
    "iif(m, 1, 2)",
    "likely(i)",
    "typeof(m)",
    "date(19000 + i, 'unixepoch')",
    "time(r * 1000, 'unixepoch')",
    "strftime('%Y-%m-%d %H:%M', 86400 * i, 'unixepoch')",
    "datetime(s)",
    "format('%05d %s %.2f', i, s, r)",
    "concat(s, n, i)",
    "concat_ws('-', n, i, m)",
    "CAST(i AS TEXT)",
    "CAST(r AS INTEGER)",
    "CAST(m AS REAL)",
    "CAST(m AS NUMERIC)",
    "CAST(substr(s, 6) AS INTEGER)",
    "CAST(s AS BLOB)",
    "i < 10",
    "i BETWEEN 3 AND 9",
    "n IS NULL",
    "n IS NULL AND i > 3",
    "NOT (m > 5 OR n > '  x3')",
    "m",
    "CASE WHEN i < 10 THEN r WHEN i < 20 THEN s END",
    "CASE WHEN i < 10 THEN i ELSE 0 END",
    "CASE WHEN s LIKE '%1' THEN 'one' WHEN n IS NULL THEN s ELSE u END",
    "CASE i WHEN 3 THEN 'three' WHEN 4.0 THEN 'four' WHEN '5' THEN 'five' ELSE i END",
    "CASE s WHEN 'name 5' THEN u WHEN n THEN n END",
    "CASE m WHEN '17' THEN 1 WHEN NULL THEN 2 ELSE m END",
    "CASE c WHEN 'A' THEN 1 WHEN 'b' THEN 2 END",
    "CASE WHEN m THEN 'yes' ELSE 'no' END",
    "sqrt(r)",
    "floor(r)",
    "i || upper('text')",
  };

  @TempDir Path directory;

  private void agree(List<String> setup, List<String> queries) {
    try (TwoEngines engines = new TwoEngines(directory, setup)) {
      for (String begin : List.of("SELECT 1", "BEGIN", "PRAGMA braid_optimizations='-vectors'")) {
        engines.braid(begin);
        queries.forEach(engines::agreeInOrder);
        if (begin.equals("BEGIN")) {
          engines.braid("ROLLBACK");
        }
      }
    }
  }

  private static List<String> queries(String value) {
    return List.of(
        "SELECT " + value + ", id FROM t",
        "SELECT " + value + " FROM t WHERE i > 3 LIMIT 20 OFFSET 30",
        "SELECT max(" + value + "), count(" + value + "), min(" + value + ") FROM t",
        "SELECT total(" + value + ") FROM t WHERE id % 9 = 1",
        "SELECT count(*) FROM t WHERE " + value,
        "SELECT id FROM t WHERE " + value + " > 'name 1' AND i <> 7",
        "SELECT id FROM t WHERE " + value + " = 17 OR " + value + " IS NULL",
        "SELECT " + value + ", count(*) FROM t GROUP BY 1",
        "SELECT id, s FROM t ORDER BY " + value + ", id LIMIT 10");
  }

  @Test
  void answersAreThoseOfSqlite() {
    List<String> queries = new ArrayList<>();
    for (String value : VALUES) {
      queries.addAll(queries(value));
    }
    agree(SETUP, queries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'UTF-16le'", "'UTF-16be'"})
  void textsOfOtherEncodingsAreThoseOfSqlite(String encoding) {
    List<String> setup = new ArrayList<>(SETUP);
    setup.addFirst("PRAGMA encoding=" + encoding);
    List<String> queries = new ArrayList<>();
    for (String value : List.of("instr(u, 'ñ')", "upper(u)", "s || '-' || i", "octet_length(u)")) {
      queries.addAll(queries(value));
    }
    agree(setup, queries);
  }

  @Test
  void entriesOfAnIndexAndRowsWithoutRowidAreComputedWithToo() {
    agree(
        List.of(
            "PRAGMA page_size=1024",
            "CREATE TABLE t(k TEXT PRIMARY KEY, v, w) WITHOUT ROWID",
            "INSERT INTO t WITH RECURSIVE q(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q"
                + " WHERE i < 500) SELECT 'k' || i, i % 20, 'w' || i FROM q",
            "CREATE INDEX t_w ON t(w DESC, v)",
            "CREATE TABLE empty(a, b)"),
        List.of(
            "SELECT max(substr(w, 2)), sum(instr(w, '9')) FROM t",
            "SELECT upper(w) FROM t WHERE w || v LIKE '%99%' ORDER BY w",
            "SELECT max(replace(k, 'k', v)), count(*) FROM t WHERE abs(v) > 10 GROUP BY v",
            "SELECT max(upper(a)), sum(instr(a, b)), count(*) FROM empty WHERE a || b > 'x'",
            "SELECT upper(a) FROM empty"));
  }

  @Test
  void aCallThatFailsIsAnErrorWhereItsRowIsReached() {
    List<String> setup = new ArrayList<>(SETUP);
    setup.add("UPDATE t SET i = -9223372036854775808 WHERE id = 400");
    List<String> queries =
        List.of(
            "SELECT abs(i) FROM t LIMIT 399",
            "SELECT abs(i) FROM t LIMIT 400",
            "SELECT id FROM t WHERE abs(i) > 2 LIMIT 250",
            "SELECT id FROM t WHERE abs(i) > 2",
            "SELECT sum(abs(i)) FROM t",
            "SELECT sum(abs(i)) FROM t WHERE id <> 400",
            "SELECT sum(abs(i)) FROM t WHERE i > -100",
            "SELECT sum(CASE WHEN id <> 400 THEN abs(i) END) FROM t",
            "SELECT sum(iif(id <> 400, abs(i), 0)) FROM t",
            "SELECT count(*) FROM t WHERE id = 400 OR abs(i) > 2",
            "SELECT count(*) FROM t WHERE abs(i) > 2",
            "SELECT abs(i), count(*) FROM t GROUP BY 1",
            "SELECT id FROM t ORDER BY abs(i) LIMIT 3");
    agree(setup, queries);
    try (Connection db = Database.at(directory.resolve("copy.db").toString()).connect();
        Statement query = db.prepare("SELECT id, abs(i) FROM t WHERE abs(i) >= 0")) {
      for (int id = 1; id < 400; id++) {
        assertThat(query.step()).isTrue();
        assertThat(query.columnLong(0)).isEqualTo(id);
      }
      assertThatThrownBy(query::step).isInstanceOf(SqlException.class).hasMessageContaining("over");
    }
  }

  @Test
  void longTextsAreNotKeptTogether() {
    agree(
        List.of(
            "CREATE TABLE t(id INTEGER PRIMARY KEY, s)",
            "INSERT INTO t WITH RECURSIVE q(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q"
                + " WHERE i < 60) SELECT i, 'part ' || i FROM q"),
        List.of(
            "SELECT max(replace(hex(zeroblob(20000)), '00', s)) FROM t",
            "SELECT length(format('%100000s', s)) FROM t",
            "SELECT sum(length(s || hex(zeroblob(id * 5000)))) FROM t"));
  }

  @Test
  void aTextThatWasTakenStaysWhenOthersAreComputed() {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      List<String> rows = engines.braid("SELECT upper(s), s || i, substr(u, 2, 3) FROM t").rows();
      assertThat(rows)
          .isEqualTo(engines.sqlite("SELECT upper(s), s || i, substr(u, 2, 3) FROM t").rows());
      engines.agreeInOrder("SELECT max(upper(s)), min(lower(u)) FROM t");
      engines.agreeInOrder("SELECT group_concat(x, '') FROM (SELECT upper(s) AS x FROM t)");
      engines.agreeInOrder("SELECT DISTINCT upper(s) AS x FROM t ORDER BY x");
    }
  }

  @Test
  void functionsOfTheApplicationAreCalledForTheRowsThatAskForThem() {
    try (Connection db = Database.at(directory.resolve("own.db").toString()).connect()) {
      SETUP.forEach(db::execute);
      int[] calls = {0};
      db.createFunction(
          "upper",
          1,
          true,
          arguments -> {
            calls[0]++;
            return "own " + arguments.text(0);
          });
      try (Statement query = db.prepare("SELECT upper(s) FROM t WHERE id <= 10")) {
        while (query.step()) {
          assertThat(query.columnText(0)).startsWith("own name ");
        }
      }
      assertThat(calls[0]).isEqualTo(10);
    }
  }
}
