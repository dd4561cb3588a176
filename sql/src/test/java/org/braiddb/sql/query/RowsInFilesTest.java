package org.braiddb.sql.query;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through files where memory is short answers and changes what it would without. */
class RowsInFilesTest {
  private static final List<String> SETUP =
      List.of(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, s TEXT COLLATE NOCASE)",
          "CREATE TABLE w(a TEXT, b INTEGER, c, PRIMARY KEY(a, b)) WITHOUT ROWID",
          "CREATE VIEW v AS SELECT id, n, s FROM t",
          "CREATE TABLE log(x)",
          "CREATE TRIGGER d INSTEAD OF DELETE ON v BEGIN INSERT INTO log VALUES(old.s); END",
          "CREATE TRIGGER u INSTEAD OF UPDATE ON v BEGIN INSERT INTO log VALUES(new.s); END",
          "INSERT INTO t WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 2000)"
              + " SELECT i, i * 7919 % 997, CASE i % 3 WHEN 0 THEN 'x' WHEN 1 THEN 'X' END"
              + " || printf('%.*c', i % 60, 'y') || i % 500 FROM r",
          "INSERT INTO w SELECT s || id, n, s FROM t WHERE s IS NOT NULL");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t ORDER BY s, n DESC, id",
        "SELECT s, id FROM t ORDER BY s COLLATE RTRIM DESC, id LIMIT 700 OFFSET 300",
        "SELECT DISTINCT n, lower(s) FROM t ORDER BY 2, 1",
        "SELECT lower(s), count(*), sum(n), max(id) FROM t GROUP BY s ORDER BY 1",
        "SELECT n, count(DISTINCT s), group_concat(id, ',' ORDER BY id DESC) FROM t GROUP BY n",
        "SELECT id FROM t UNION SELECT n FROM t",
        "SELECT s || id FROM t INTERSECT SELECT a FROM w",
        "SELECT s || id FROM t EXCEPT SELECT a FROM w WHERE b > 500",
        "SELECT x.id, y.id FROM t x JOIN t y ON x.s || x.n = y.s || y.n ORDER BY 1, 2",
        "SELECT count(*) FROM t WHERE s || id IN (SELECT a FROM w WHERE b < 600)",
        "SELECT count(*) FROM t WHERE (s || id, n) IN (SELECT a, b FROM w WHERE b < 600)",
        "WITH c AS MATERIALIZED (SELECT id, s FROM t) SELECT a.id, b.s FROM c a JOIN c b"
            + " ON a.id = b.id + 1 ORDER BY 1",
        "WITH RECURSIVE r(i, s) AS (SELECT 1, 'a' UNION SELECT i + 1, s || i % 10 FROM r WHERE i < 400)"
            + " SELECT i, length(s), s FROM r"
      })
  void queriesAnswerAsInSqlite(String query) {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      engines.braid("PRAGMA braid_optimizations='-rows_in_memory'");
      engines.agreeInOrder(query);
      engines.agreeInOrder(query);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t SELECT id + 5000, n, s FROM t WHERE n > 100",
        "INSERT INTO t(n, s) SELECT n, s || s FROM t ORDER BY s, id",
        "UPDATE t SET s = f.s || '!', n = f.n + 1 FROM t AS f WHERE f.id = t.id + 1",
        "UPDATE w SET b = b + 1000, c = c || 'z' WHERE b > 10",
        "UPDATE w SET a = 'k' || a WHERE c > 'x'",
        "UPDATE w SET c = t.s || t.id FROM t WHERE w.a = t.s || t.id",
        "DELETE FROM w WHERE b % 3 = 1",
        "DELETE FROM v WHERE n > 100",
        "UPDATE v SET s = s || id WHERE n < 900",
        "CREATE INDEX i ON t(s, n)"
      })
  void changesAreThoseOfSqlite(String change) {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      engines.braid("PRAGMA braid_optimizations='-rows_in_memory'");
      engines.change(change);
      engines.agreeInOrder("SELECT * FROM t ORDER BY id");
      engines.agreeInOrder("SELECT * FROM w ORDER BY a, b");
      engines.agree("SELECT x FROM log");
      engines.agreeInOrder("PRAGMA integrity_check");
    }
  }
}
