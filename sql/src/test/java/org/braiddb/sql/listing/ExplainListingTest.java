package org.braiddb.sql.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainListingTest {
  private Braid braid;

  @BeforeEach
  void open() {
    braid = new Braid(":memory:", "wal");
    braid.run(
        "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x', c CHECK(c>0),"
            + " UNIQUE(b));CREATE INDEX ti ON t(c) WHERE c>5;CREATE TABLE k(x PRIMARY KEY, r"
            + " REFERENCES t ON DELETE CASCADE) WITHOUT ROWID;CREATE TRIGGER tr AFTER INSERT ON t"
            + " WHEN new.c>1 BEGIN INSERT INTO t(b) VALUES(new.c); END;CREATE VIEW v AS SELECT a, b"
            + " FROM t;PRAGMA foreign_keys=1");
  }

  @AfterEach
  void close() {
    braid.close();
  }

  private List<List<String>> rows(String sql) {
    Outcome outcome = braid.run(sql);
    assertThat(outcome).as(sql).isInstanceOf(Outcome.Rows.class);
    return outcome instanceof Outcome.Rows rows ? rows.rows() : List.of();
  }

  /** Each operation with what it is about, indented under the one that it is a part of. */
  private List<String> listing(String sql) {
    List<Integer> ends = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    List<List<String>> rows = rows("EXPLAIN " + sql);
    for (int address = 0; address < rows.size(); address++) {
      List<String> row = rows.get(address);
      assertThat(row.get(0)).isEqualTo(Integer.toString(address));
      while (!ends.isEmpty() && ends.getLast() <= address) {
        ends.removeLast();
      }
      int end = Integer.parseInt(row.get(3));
      assertThat(end).as(sql).isGreaterThan(address);
      assertThat(end).as(sql).isLessThanOrEqualTo(ends.isEmpty() ? rows.size() : ends.getLast());
      String subject = row.get(5).equals("NULL") ? "" : " " + row.get(5).replaceAll("^'|'$", "");
      lines.add("  ".repeat(ends.size()) + row.get(1).replace("'", "") + subject);
      ends.add(end);
    }
    return lines;
  }

  @Test
  void columnsAreThoseOfSqlite() {
    assertThat(braid.run("EXPLAIN SELECT 1"))
        .isInstanceOfSatisfying(
            Outcome.Rows.class,
            rows ->
                assertThat(rows.columns())
                    .containsExactly("addr", "opcode", "p1", "p2", "p3", "p4", "p5", "comment"));
  }

  @Test
  void queryIsListedFromTheOutsideIn() {
    assertThat(
            listing(
                "SELECT b, (SELECT max(x) FROM k) FROM t WHERE c > 5 AND b LIKE 'x%'"
                    + " ORDER BY c DESC LIMIT 2"))
        .containsExactly(
            "Program",
            "  Limit 2",
            "    Result t.b, (subquery 1)",
            "      Subquery",
            "        Result max(k.x)",
            "          FirstRow",
            "            Function max(k.x)",
            "            ScanKey k",
            "      SeekIndex t ti (c > 5)",
            "        Filter like('x%', t.b)",
            "  Transaction main");
  }

  @Test
  void changeIsListedWithItsConstraintsAndWhatItSetsOff() {
    assertThat(listing("INSERT OR IGNORE INTO t(c) VALUES(7)"))
        .containsExactly(
            "Program",
            "  Insert t",
            "    Row 7",
            "    Default b = 'x'",
            "    NotNull b",
            "    Check t.c > 0",
            "    Unique rowid",
            "    Unique sqlite_autoindex_t_1",
            "    InsertRow t",
            "    InsertEntry sqlite_autoindex_t_1",
            "    InsertEntry ti",
            "      Filter t.c > 5",
            "    Trigger tr",
            "      Filter new.c > 1",
            "      Insert t",
            "        Row new.c",
            "        NotNull b",
            "        Check t.c > 0",
            "        Unique rowid",
            "        Unique sqlite_autoindex_t_1",
            "        InsertRow t",
            "        InsertEntry sqlite_autoindex_t_1",
            "        InsertEntry ti",
            "          Filter t.c > 5",
            "        Trigger tr",
            "  Transaction main");
  }

  @Test
  void updateLooksOnlyAtChecksOfWhatItSets() {
    assertThat(listing("UPDATE t SET b='y' WHERE a=3"))
        .contains("    Find", "      Result t.a", "        LookUpRow t (rowid = 3)")
        .contains("    Set b = 'y'", "    ReplaceRow t", "    Children k")
        .noneMatch(line -> line.contains("Check"));
    assertThat(listing("UPDATE t SET c=1")).contains("    Check t.c > 0");
  }

  @Test
  void rowsWithoutEntriesAreDeletedWhereTheyAreFound() {
    braid.run("CREATE TABLE w(a TEXT PRIMARY KEY, b) WITHOUT ROWID; CREATE TABLE wi(a, b)");
    braid.run("CREATE INDEX wib ON wi(b)");
    String where = "rows that are changed where they are";
    String before = "all rows, before the first is changed";
    assertThat(braid.run("EXPLAIN DELETE FROM w WHERE b > 1").toString()).contains(where);
    assertThat(braid.run("EXPLAIN DELETE FROM wi WHERE a > 1").toString()).contains(before);
    assertThat(braid.run("EXPLAIN DELETE FROM w WHERE b IN (SELECT a FROM w)").toString())
        .contains(before);
    assertThat(braid.run("EXPLAIN UPDATE wi SET b=2 WHERE a > 1").toString()).contains(where);
  }

  @Test
  void deletionOfAllRowsWithoutMoreAdoIsOneOperation() {
    braid.run("PRAGMA foreign_keys=0");
    assertThat(listing("DELETE FROM t"))
        .containsExactly("Program", "  Delete t", "    ClearTable t", "  Transaction main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t FULL JOIN k ON a=x",
        "SELECT * FROM t LEFT JOIN (SELECT DISTINCT r FROM k) ON b=r WHERE a IN (1,2) OR c=9",
        "SELECT c, count(*) FILTER (WHERE a>1), group_concat(b ORDER BY a) FROM t GROUP BY c"
            + " HAVING sum(a)>1 ORDER BY 2",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION SELECT n+1 FROM r) SELECT * FROM r, r s LIMIT 3",
        "WITH m AS MATERIALIZED (SELECT * FROM t) SELECT * FROM m x, m y",
        "VALUES(1,?1),(x'00',-2.5)",
        "SELECT CASE WHEN 1 IS 2 THEN CAST(3 AS TEXT) ELSE ~4 END, (1,2)<(3,4), 1 BETWEEN 2 AND 3",
        "SELECT * FROM pragma_table_info('t') UNION ALL SELECT 1,2,3,4,5,6 EXCEPT SELECT"
            + " 1,2,3,4,5,6",
        "INSERT INTO t SELECT a+1,b,c FROM t WHERE true ON CONFLICT(a) DO UPDATE SET c=excluded.c"
            + " WHERE t.c IS NOT NULL ON CONFLICT DO NOTHING RETURNING *",
        "REPLACE INTO k VALUES(1,2)",
        "UPDATE t SET c=r FROM k WHERE x=a ORDER BY b LIMIT 2",
        "DELETE FROM k WHERE r IN (SELECT a FROM t) RETURNING x||'y'",
        "CREATE TABLE n AS SELECT * FROM t",
        "CREATE INDEX i ON t(c)",
        "ALTER TABLE t RENAME TO u",
        "DROP TABLE t",
        "BEGIN",
        "PRAGMA user_version=7",
        "ATTACH ':memory:' AS x",
        "VACUUM",
        "REINDEX",
        "ANALYZE"
      })
  void nothingIsDone(String sql) {
    String state =
        "SELECT (SELECT group_concat(sql) FROM sqlite_schema), (SELECT count(*) FROM t),"
            + " (SELECT user_version FROM pragma_user_version),"
            + " (SELECT count(*) FROM pragma_database_list)";
    braid.run("INSERT INTO t VALUES(1,'p',1)");
    List<List<String>> before = rows(state);
    assertThat(listing(sql)).hasSizeGreaterThan(1).startsWith("Program");
    assertThat(rows(state)).isEqualTo(before);
    assertThat(rows("SAVEPOINT s; RELEASE s")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT nosuch", "INSERT INTO t(nosuch) VALUES(1)", "DROP TABLE nosuch"})
  void whatIsWrongIsSaid(String sql) {
    assertThat(braid.run("EXPLAIN " + sql)).isEqualTo(braid.run(sql));
  }
}
