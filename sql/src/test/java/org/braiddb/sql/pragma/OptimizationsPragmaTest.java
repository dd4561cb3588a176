package org.braiddb.sql.pragma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OptimizationsPragmaTest {
  private final Braid braid =
      new Braid(":memory:", Comparison.plainModes().findFirst().orElseThrow());

  @AfterEach
  void close() {
    braid.close();
  }

  private List<String> lines(String sql, int column) {
    List<String> lines = new ArrayList<>();
    if (braid.run(sql) instanceof Outcome.Rows rows) {
      rows.rows().forEach(row -> lines.add(row.get(column)));
    }
    return lines;
  }

  @Test
  void whatIsSwitchedOffIsToldAndNotPlanned() {
    braid.run("CREATE TABLE t(a INTEGER PRIMARY KEY, b); CREATE INDEX i ON t(b)");
    String plan = "EXPLAIN QUERY PLAN SELECT a FROM t WHERE b = 1";
    assertThat(lines(plan, 3)).containsExactly("'SEARCH t USING COVERING INDEX i (b=?)'");
    braid.run("PRAGMA braid_optimizations='-covering_indexes'");
    assertThat(lines(plan, 3)).containsExactly("'SEARCH t USING INDEX i (b=?)'");
    braid.run("PRAGMA braid_optimizations='-indexes'");
    assertThat(lines(plan, 3)).containsExactly("'SCAN t'");
    assertThat(lines("PRAGMA braid_optimizations", 0)).contains("'indexes'", "'hash_join'");
    assertThat(lines("PRAGMA braid_optimizations", 1))
        .containsExactly("1", "0", "0", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1");
    braid.run("PRAGMA braid_optimizations='all'");
    assertThat(lines(plan, 3)).containsExactly("'SEARCH t USING COVERING INDEX i (b=?)'");
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThat(braid.run("PRAGMA braid_optimizations='-luck'"))
        .isEqualTo(new Outcome.Failure(1, "no such optimization: luck"));
  }

  @Test
  void automaticIndexesAreHashJoins() {
    braid.run("CREATE TABLE t(a); CREATE TABLE u(b)");
    String plan = "EXPLAIN QUERY PLAN SELECT * FROM t JOIN u ON a = b";
    List<String> hashed = lines(plan, 3);
    braid.run("PRAGMA automatic_index=0");
    assertThat(lines("PRAGMA automatic_index", 0)).containsExactly("0");
    assertThat(lines(plan, 3)).isNotEqualTo(hashed);
  }
}
