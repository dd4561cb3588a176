package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaves of indexes that lose and get many entries at once, in a file that SQLite then reads. */
class ChangedEntriesTest {
  private static final String[] SETUP = {
    "PRAGMA page_size = 512",
    "CREATE TABLE t(k INTEGER PRIMARY KEY, a, b, c, v AS (a * 2))",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800) INSERT INTO"
        + " t(k, a, b, c) SELECT i, CASE i % 11 WHEN 3 THEN NULL WHEN 5 THEN i / 3.0 WHEN 7 THEN"
        + " 'Text ' || i WHEN 9 THEN CAST(i AS BLOB) ELSE i * 7919 % 500 END, CASE i % 50 WHEN 0"
        + " THEN printf('%400d', i) ELSE 'Name ' || (i * 31 % 700) END, i % 4 FROM n",
    "CREATE INDEX i1 ON t(a)",
    "CREATE INDEX i2 ON t(a DESC, c)",
    "CREATE INDEX i3 ON t(lower(b) COLLATE NOCASE, a % 10)",
    "CREATE INDEX i4 ON t(b COLLATE NOCASE) WHERE c > 1",
    "CREATE INDEX i5 ON t(v, b)",
  };

  private static final List<String> CHANGES =
      List.of(
          "a = a + 1",
          "b = upper(b)",
          "a = a - 1, c = (c + 1) % 4",
          "a = -a",
          "b = b || 'x'",
          "c = 3 - c",
          "b = substr(b, 1, 6) || k",
          "a = CASE WHEN k % 3 = 0 THEN NULL ELSE k END",
          "a = a + 100000");

  private static final String[] LOOKS = {
    "SELECT k, a, typeof(a), c, v FROM t INDEXED BY i1 WHERE a > -1e9 ORDER BY a, k",
    "SELECT k, a FROM t INDEXED BY i2 WHERE a IS NOT NULL ORDER BY a DESC, c, k",
    "SELECT k, b FROM t INDEXED BY i3 WHERE lower(b) COLLATE NOCASE > '' ORDER BY lower(b) COLLATE"
        + " NOCASE, a % 10, k",
    "SELECT k FROM t INDEXED BY i4 WHERE c > 1 ORDER BY b COLLATE NOCASE, k",
    "SELECT k, v FROM t INDEXED BY i5 WHERE v < 1e9 ORDER BY v, b, k",
    "SELECT * FROM t",
    "PRAGMA integrity_check",
  };

  @TempDir Path folder;

  static Stream<String> modes() {
    return Stream.of("wal", "pagelock", "pagelock, concurrent", "mvcc", "mvcc, concurrent");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void leavesThatLoseAndGetManyEntriesAreSound(String mode) {
    String place = folder.resolve("entries.db").toString();
    try (Sqlite twin = new Sqlite(":memory:")) {
      try (Braid braid = new Braid(place, mode)) {
        same(braid, twin, SETUP);
        for (String change : CHANGES) {
          same(
              braid,
              twin,
              "BEGIN",
              "UPDATE t SET " + change + " WHERE k % 3 > 0",
              "SAVEPOINT s",
              "UPDATE t SET " + change,
              "DELETE FROM t WHERE k % 7 = 0",
              "ROLLBACK TO s",
              "UPDATE OR IGNORE t SET " + change + " WHERE k BETWEEN 200 AND 600",
              "COMMIT");
          same(braid, twin, LOOKS);
          same(braid, twin, "BEGIN", "UPDATE t SET " + change, "ROLLBACK", LOOKS[0]);
        }
      }
      try (Sqlite sqlite = new Sqlite(place)) {
        for (String look : LOOKS) {
          assertThat(sqlite.run(look).equals(twin.run(look))).as(look).isTrue();
        }
      }
    }
  }

  private static void same(Braid braid, Sqlite twin, String... statements) {
    for (String sql : statements) {
      Outcome expected = twin.run(sql);
      assertThat(expected).as(sql).isInstanceOf(Outcome.Rows.class);
      assertThat(braid.run(sql).equals(expected)).as(sql).isTrue();
    }
  }
}
