package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the same changes in the same order a file is about as large as SQLite's. */
class FileSizeTest {
  private static final String ROWS =
      " FROM (WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<12000)"
          + " SELECT i, i * 7919 % 12007 AS r FROM n)";

  @TempDir Path folder;

  private static List<String> statements(String order) {
    return List.of(
        "PRAGMA synchronous=OFF",
        "CREATE TABLE t(a INTEGER PRIMARY KEY, b)",
        "CREATE INDEX tb ON t(b)",
        "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID",
        "INSERT INTO t SELECT " + order + ", printf('%030d', " + order + ")" + ROWS,
        "INSERT INTO w SELECT printf('key %09d', " + order + "), i" + ROWS);
  }

  private long braidsSize(String name, List<String> statements) throws IOException {
    Path file = folder.resolve(name);
    try (Braid braid = new Braid(file.toString(), "wal")) {
      for (String sql : statements) {
        assertThat(braid.run(sql)).as(sql).isInstanceOf(Outcome.Rows.class);
      }
    }
    return Files.size(file);
  }

  private long sqlitesSize(String name, List<String> statements) throws IOException {
    Path file = folder.resolve(name);
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      for (String sql : statements) {
        assertThat(sqlite.run(sql)).as(sql).isInstanceOf(Outcome.Rows.class);
      }
    }
    return Files.size(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"i", "r", "12007 - i"})
  void insertsTakeHardlyMoreRoomThanInSqlite(String order) throws IOException {
    long expected = sqlitesSize("sqlite.db", statements(order));
    long actual = braidsSize("braid.db", statements(order));
    // In descending order a third less.
    assertThat(actual).isBetween(expected / 2, expected * 11 / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"i", "r"})
  void deletesGivePagesBack(String order) throws IOException {
    Path file = folder.resolve("braid.db");
    long size = braidsSize("braid.db", statements(order));
    long pages = size / 4096;
    try (Braid braid = new Braid(file.toString(), "wal")) {
      braid.run("DELETE FROM t WHERE a % 4 <> 0");
      braid.run("DELETE FROM w WHERE v % 4 <> 0");
      assertThat(number(braid, "freelist_count")).isGreaterThan(pages / 2);
      braid.run("DELETE FROM t");
      braid.run("DELETE FROM w");
      // What is left: the catalogue and three roots.
      assertThat(number(braid, "freelist_count")).isEqualTo(pages - 4);
      List<String> inserts = statements(order);
      inserts.subList(4, 6).forEach(braid::run);
      assertThat(number(braid, "page_count")).isEqualTo(pages);
      braid.run("DELETE FROM t");
      braid.run("DELETE FROM w");
      braid.run("VACUUM");
      assertThat(number(braid, "page_count")).isEqualTo(4);
      assertThat(braid.run("PRAGMA integrity_check").toString()).contains("'ok'");
    }
    assertThat(Files.size(file)).isEqualTo(4 * 4096);
  }

  private static long number(Braid braid, String pragma) {
    Outcome.Rows rows = (Outcome.Rows) braid.run("PRAGMA " + pragma);
    return Long.parseLong(rows.rows().getFirst().getFirst());
  }
}
