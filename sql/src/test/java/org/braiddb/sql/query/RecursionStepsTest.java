package org.braiddb.sql.query;

import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of a recursive query are its start, and which its steps. */
class RecursionStepsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 UNION SELECT x + 1 FROM c WHERE x < 3 UNION ALL SELECT x + 9 FROM c WHERE x < 3",
        "SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3 UNION SELECT x + 9 FROM c WHERE x < 3",
        "SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3 UNION ALL SELECT x + 9 FROM c WHERE x < 3",
        "SELECT 1 UNION SELECT x + 1 FROM c WHERE x < 3 UNION SELECT x + 1 FROM c WHERE x < 4",
        "SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3 UNION ALL SELECT 7",
        "SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3 EXCEPT SELECT 2",
        "SELECT 1 UNION SELECT 1 UNION ALL SELECT x + 9 FROM c WHERE x < 3",
        "SELECT 1 UNION ALL SELECT 1 UNION SELECT x + 9 FROM c WHERE x < 3",
        "SELECT 1 EXCEPT SELECT 7 UNION ALL SELECT x + 1 FROM c WHERE x < 3",
        "VALUES (1), (1) UNION SELECT x + 1 FROM c WHERE x < 3",
        "SELECT x FROM c UNION ALL SELECT x + 1 FROM c WHERE x < 3",
        "SELECT 1 UNION ALL SELECT a.x + 1 FROM c AS a, c AS b WHERE a.x < 3",
        "SELECT 1 UNION ALL SELECT a.x FROM c AS a, c AS b UNION ALL SELECT x FROM c",
        "SELECT 1 UNION ALL SELECT a.x FROM c AS a, c AS b UNION ALL SELECT 3",
      })
  void theyAreThoseOfSqlite(String recursion) {
    try (Comparison engines = new Comparison("wal")) {
      engines.same("WITH RECURSIVE c(x) AS (" + recursion + ") SELECT x FROM c LIMIT 20");
    }
  }
}
