package org.braiddb.sql.query;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of which a part lies on overflow pages, and is fetched when a column there is asked for. */
class LargeValuesTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void valuesBeforeALargeOneAreWhatTheyWere(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same("CREATE TABLE t(k INTEGER PRIMARY KEY, a, b, c, d)");
      db.same(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
              + " INSERT INTO t SELECT i, 'a' || i, hex(zeroblob(i * 200)) || 'b' || i,"
              + " CAST(i AS REAL), 'd' || i FROM n");
      db.same("SELECT * FROM t ORDER BY k");
      db.same("SELECT a, c, d, b FROM t ORDER BY k");
      db.same("SELECT a, length(b), d, a || d FROM t ORDER BY d");
      db.same("SELECT x.a, y.d, y.a, length(x.b) FROM t x JOIN t y ON y.k = x.k + 1 ORDER BY x.a");
      db.same("SELECT max(a), d, b FROM t WHERE substr(d, 1, 1) = substr('d' || a, 1, 1)");
      db.same("UPDATE t SET c = a || d, b = substr(b, 2) WHERE k % 3 = 0");
      db.same("SELECT * FROM t ORDER BY k");
    }
  }
}
