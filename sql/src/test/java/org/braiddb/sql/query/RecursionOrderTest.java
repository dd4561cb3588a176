package org.braiddb.sql.query;

import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ORDER BY in a recursive query names result columns of its start or of its steps. */
class RecursionOrderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VALUES (1, 4) UNION SELECT x + 1, y FROM c WHERE x < 4 ORDER BY y",
        "VALUES (1, 4) UNION ALL SELECT x + 1, y - 1 FROM c WHERE x < 4 ORDER BY y DESC",
        "SELECT 1 AS x, 4 UNION ALL SELECT x + 1, y - 1 FROM c WHERE x < 4 ORDER BY x, y",
        "VALUES (1, 'a'), (2, 'B') UNION ALL"
            + " SELECT x + 2, y COLLATE nocase FROM c WHERE x < 6 ORDER BY y COLLATE nocase, 1",
        "VALUES (1, 'a'), (2, 'B') UNION ALL"
            + " SELECT x + 2, y COLLATE nocase FROM c WHERE x < 6 ORDER BY 2 DESC, 1",
        "VALUES (1, 4) UNION ALL SELECT x + 1 AS z, y FROM c WHERE x < 4 ORDER BY z DESC LIMIT 3",
        "VALUES (1, 4) UNION ALL SELECT x + 1, y FROM c WHERE x < 4 ORDER BY x + 1",
        "VALUES (1, 4) UNION ALL SELECT x + 1, y FROM c WHERE x < 4 ORDER BY w",
        "VALUES (1, 4) UNION ALL SELECT x + 1, y FROM c WHERE x < 4 ORDER BY 3",
      })
  void theOrderIsThatOfSqlite(String recursion) {
    try (Comparison engines = new Comparison("wal")) {
      engines.same("WITH RECURSIVE c(x, y) AS (" + recursion + ") SELECT * FROM c");
    }
  }

  @Test
  void whatIsCollatedInTheResultIsNamedWithoutIt() {
    try (Comparison engines = new Comparison("wal")) {
      engines.same(
          "CREATE TABLE t(a, b COLLATE nocase)",
          "INSERT INTO t VALUES ('b', 'x'), ('A', 'Y'), ('a', 'y')",
          "SELECT a COLLATE nocase, b FROM t UNION ALL SELECT 'B', 3 ORDER BY a, 2",
          "SELECT a COLLATE nocase, b FROM t UNION ALL SELECT 'B', 3 ORDER BY a COLLATE binary, 2",
          "SELECT a || 1 COLLATE nocase FROM t UNION SELECT 'B' ORDER BY a || 1",
          "SELECT a, b COLLATE binary FROM t UNION ALL SELECT 'B', 'C' ORDER BY b, 1 DESC");
    }
  }
}
