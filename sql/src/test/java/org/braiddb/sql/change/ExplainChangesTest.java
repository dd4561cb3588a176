package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainChangesTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void plansOfChangesReadLikeSqlites(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a, b)",
          "CREATE TABLE s(x, y)",
          "CREATE INDEX ta ON t(a)",
          "CREATE TRIGGER td AFTER DELETE ON s BEGIN DELETE FROM t WHERE a=OLD.x; END");
      same(
          db,
          "INSERT INTO t VALUES(1,2,3)",
          "INSERT INTO t VALUES(1,2,3),(4,5,6)",
          "INSERT INTO t DEFAULT VALUES",
          "INSERT INTO t SELECT x,y,1 FROM s WHERE x=1",
          "INSERT INTO t SELECT k+1,a,b FROM t WHERE a=1",
          "INSERT INTO s SELECT 1, count(*) FROM t GROUP BY b ORDER BY 2",
          "INSERT INTO s SELECT * FROM s UNION ALL SELECT a,b FROM t",
          "WITH c AS (SELECT a FROM t WHERE k=3) INSERT INTO s SELECT a, a FROM c",
          "DELETE FROM t",
          "DELETE FROM t WHERE a=1",
          "DELETE FROM t WHERE k=1",
          "DELETE FROM t WHERE b=1",
          "UPDATE t SET a=1",
          "UPDATE t SET b=1 WHERE a=5",
          "UPDATE t SET b=x FROM s WHERE s.y=t.k");
      assertThat(details(db.braid().run("EXPLAIN QUERY PLAN DELETE FROM s")))
          .containsExactly("'SCAN s'");
      db.same(
          "EXPLAIN QUERY PLAN INSERT INTO nowhere VALUES(1)",
          "EXPLAIN QUERY PLAN DELETE FROM t WHERE nope=1",
          "SELECT count(*) FROM t");
    }
  }

  private static void same(Comparison db, String... statements) {
    for (String statement : statements) {
      String sql = "EXPLAIN QUERY PLAN " + statement;
      assertThat(details(db.braid().run(sql))).as(sql).isEqualTo(details(db.sqlite().run(sql)));
    }
  }

  private static List<String> details(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Rows.class);
    return ((Outcome.Rows) outcome).rows().stream().map(List::getLast).toList();
  }
}
