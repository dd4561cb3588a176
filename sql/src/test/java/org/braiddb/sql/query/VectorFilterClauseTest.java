package org.braiddb.sql.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FILTER clauses that are decided for a page's rows together. */
class VectorFilterClauseTest {
  private static final List<String> SETUP =
      List.of(
          "PRAGMA page_size=1024",
          "CREATE TABLE t(id INTEGER PRIMARY KEY, i INTEGER, r REAL, s TEXT, n INTEGER, m)",
          "INSERT INTO t WITH RECURSIVE q(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q"
              + " WHERE i < 600) SELECT i, i % 37 - 5, i / 8.0, 'name ' || (i * 31 % 200),"
              + " CASE WHEN i % 3 THEN i % 11 END, CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN i"
              + " WHEN 2 THEN i / 4.0 WHEN 3 THEN 'name' || i ELSE '17' END FROM q",
          "CREATE INDEX t_n ON t(n, i)",
          "CREATE TABLE empty(i, m)");

  private static final String[] FILTERS = {
    "i < 10",
    "i < 10 AND n > 3",
    "n",
    "n IS NULL",
    "m",
    "m > 5",
    "NOT n > 4",
    "s LIKE 'name 1%'",
    "instr(s, '9')",
    "i > 1000",
    "i > -1000",
    "NULL",
    "1",
    "id = 7",
    "CASE WHEN n THEN i > 3 ELSE 0 END",
    "i IN (3, 4, 9)",
    "EXISTS (SELECT 1 FROM empty)",
  };

  private static final String[] AGGREGATES = {
    "count(*)",
    "count(m)",
    "sum(i)",
    "sum(r)",
    "avg(n)",
    "total(m)",
    "min(r)",
    "max(i)",
    "min(m)",
    "max(s)",
    "min(s)",
    "sum(i + n)",
    "max(upper(s))",
    "group_concat(n)",
    "count(DISTINCT n)",
    "sum(abs(i))"
  };

  @TempDir Path directory;

  @Test
  void answersAreThoseOfSqlite() {
    List<String> queries = new ArrayList<>();
    for (String filter : FILTERS) {
      List<String> terms = new ArrayList<>();
      for (String aggregate : AGGREGATES) {
        String term = aggregate + " FILTER (WHERE " + filter + ")";
        terms.add(term);
        queries.add("SELECT " + term + ", count(*), sum(i) FROM t WHERE r > 3");
        queries.add("SELECT n, " + term + ", max(i) FROM t GROUP BY n");
      }
      queries.add("SELECT " + String.join(", ", terms) + " FROM t");
      queries.add("SELECT s, " + String.join(", ", terms) + " FROM t GROUP BY s HAVING count(*)");
    }
    queries.add("SELECT sum(i) FILTER (WHERE n > 3), count(*) FILTER (WHERE i < 9) FROM t");
    queries.add("SELECT sum(n) FILTER (WHERE n > 3), count(i) FILTER (WHERE n < 9) FROM t");
    queries.add("SELECT sum(i) FILTER (WHERE m > 3), count(*) FILTER (WHERE m < 9) FROM empty");
    queries.add("SELECT m, max(i) FILTER (WHERE m < 9) FROM t");
    queries.add("SELECT i, max(i) FILTER (WHERE i < 9), min(i) FILTER (WHERE i > 9) FROM t");
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      for (String begin : List.of("SELECT 1", "BEGIN", "PRAGMA braid_optimizations='-vectors'")) {
        engines.braid(begin);
        queries.forEach(engines::agreeInOrder);
        if (begin.equals("BEGIN")) {
          engines.braid("ROLLBACK");
        }
      }
    }
  }

  @Test
  void anArgumentThatFailsWhereItIsFilteredOutIsNoError() {
    List<String> setup = new ArrayList<>(SETUP);
    setup.add("UPDATE t SET i = -9223372036854775808 WHERE id = 400");
    try (TwoEngines engines = new TwoEngines(directory, setup)) {
      engines.agreeInOrder("SELECT sum(abs(i)) FILTER (WHERE id <> 400) FROM t");
      engines.agreeInOrder("SELECT sum(abs(i)) FILTER (WHERE id = 400) FROM t");
      engines.agreeInOrder("SELECT sum(i) FILTER (WHERE abs(i) > 3) FROM t");
      engines.agreeInOrder("SELECT sum(i) FILTER (WHERE abs(i) > 3) FROM t WHERE i > -99");
      engines.agreeInOrder("SELECT sum(i - 1) FILTER (WHERE id <> 400), sum(i) FROM t");
    }
  }
}
