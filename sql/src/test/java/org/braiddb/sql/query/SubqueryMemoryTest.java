package org.braiddb.sql.query;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A subquery whose outer values stay the same is not run again, and answers as if it were. */
class SubqueryMemoryTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT o.rowid, i.rowid, (SELECT sum(v) FROM i x WHERE x.k = o.k) FROM o, i"
            + " WHERE i.k >= o.k ORDER BY 1, 2",
        "SELECT o.rowid, i.rowid FROM o, i WHERE i.v <"
            + " (SELECT avg(v) FROM i x WHERE x.k = o.k) ORDER BY 1, 2",
        "SELECT o.rowid, i.rowid FROM o, i WHERE EXISTS"
            + " (SELECT 1 FROM i x WHERE x.k = o.k AND x.v > 2) ORDER BY 1, 2",
        "SELECT o.rowid, i.rowid FROM o, i WHERE NOT EXISTS"
            + " (SELECT 1 FROM i x WHERE x.k = o.k AND x.v > i.v) ORDER BY 1, 2",
        // 1 and 1.0 are equal, but not the same; nor are texts of different case
        "SELECT o.rowid, (SELECT typeof(o.n) || o.n) FROM o ORDER BY 1",
        "SELECT o.rowid, (SELECT typeof(o.n) || v FROM i WHERE k = o.n LIMIT 1) FROM o ORDER BY 1",
        "SELECT o.rowid, (SELECT o.t || count(*) FROM i WHERE v > 1) FROM o ORDER BY 1",
        // what is looked for counts, too
        "SELECT o.rowid, i.rowid, o.n IN (SELECT v FROM i x WHERE x.k = o.k) FROM o, i ORDER BY 1, 2",
        "SELECT o.rowid, i.rowid FROM o, i WHERE o.n NOT IN (SELECT v FROM i x WHERE x.k = o.k)"
            + " ORDER BY 1, 2",
        "SELECT o.rowid, i.rowid, i.v IN (SELECT v FROM i x WHERE x.k = o.k) FROM o, i ORDER BY 1, 2",
        "SELECT o.rowid, i.rowid, (o.n, i.v) NOT IN (SELECT v, k FROM i x WHERE x.k = o.k) FROM o, i"
            + " ORDER BY 1, 2",
        "SELECT o.rowid, o.t IN (SELECT CASE v WHEN 1 THEN 'A' END FROM i x WHERE x.k = o.k),"
            + " o.t IN (SELECT o.t COLLATE BINARY FROM i x WHERE x.k = o.z) FROM o, i ORDER BY 1, 2, 3",
        // NULL stays NULL
        "SELECT o.rowid, (SELECT count(*) FROM i WHERE v IS o.z) FROM o ORDER BY 1",
        // the absent row of an outer join
        "SELECT o.rowid, (SELECT count(*) FROM i x WHERE x.k = j.k) FROM o LEFT JOIN i j"
            + " ON j.k = o.k AND j.v > 3 ORDER BY 1, 2",
        // after grouping, where the outer values are those of a group
        "SELECT k % 2, (SELECT count(*) FROM i WHERE i.k = o.k % 2) FROM o GROUP BY k % 2",
        "SELECT k, (SELECT sum(i.v) + sum(o.k) FROM i) FROM o GROUP BY k ORDER BY k",
        "SELECT k, sum(n), (SELECT count(*) FROM i WHERE i.v < sum(o.n)) FROM o GROUP BY k"
            + " ORDER BY k",
        // two levels around
        "SELECT o.rowid, (SELECT max((SELECT count(*) FROM i x WHERE x.k = o.k AND x.v >= y.v))"
            + " FROM i y WHERE y.k = o.k) FROM o ORDER BY 1",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5)"
            + " SELECT n, (SELECT count(*) FROM r q WHERE q.n <= r.n) FROM r",
        "WITH RECURSIVE r(n, m) AS (SELECT 1, 0 UNION ALL"
            + " SELECT n + 1, (SELECT count(*) FROM i WHERE i.v <= r.n) FROM r WHERE n < 5)"
            + " SELECT * FROM r"
      })
  void answersAreThoseOfSqlite(String query) {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      engines.agreeInOrder(query);
      engines.braid("PRAGMA braid_optimizations='-subquery_memory'");
      engines.agreeInOrder(query);
    }
  }

  private static final List<String> SETUP =
      List.of(
          "CREATE TABLE o(k INTEGER, n, t TEXT COLLATE NOCASE, z)",
          "CREATE TABLE i(k INTEGER, v INTEGER)",
          "CREATE INDEX i_k ON i(k)",
          "INSERT INTO o VALUES(1, 1, 'a', NULL), (1, 1.0, 'A', NULL), (2, '1', 'a', 0),"
              + " (2, 2, 'b', 0.0), (3, 2, 'b', -0.0), (NULL, NULL, NULL, x'')",
          "INSERT INTO i WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c"
              + " WHERE n < 29) SELECT n % 4, n % 7 FROM c",
          "INSERT INTO i VALUES(2, NULL), (NULL, 3), (NULL, NULL)");
}
