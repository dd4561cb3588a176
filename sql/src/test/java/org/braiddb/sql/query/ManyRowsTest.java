package org.braiddb.sql.query;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements over many rows that do less for each than others: OFFSET, UPDATE, DELETE. */
class ManyRowsTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void asManyRowsArePassedAsItSays(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER, v TEXT)",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
              + " INSERT INTO t SELECT i, i * 7919 % 3000, 'value ' || i FROM n",
          "CREATE INDEX tk ON t(k)",
          "CREATE INDEX tv ON t(v) WHERE k % 2 = 0",
          "CREATE TABLE w(a, b, PRIMARY KEY(a, b)) WITHOUT ROWID",
          "INSERT INTO w SELECT k % 50, id FROM t",
          "DELETE FROM t WHERE id BETWEEN 500 AND 700 OR id % 11 = 0");
      for (int offset : new int[] {0, 1, 2, 100, 499, 500, 1500, 2538, 2539, 2540, 5000}) {
        db.same(
            "SELECT * FROM t LIMIT 3 OFFSET " + offset,
            "SELECT * FROM t ORDER BY id DESC LIMIT 3 OFFSET " + offset,
            "SELECT * FROM t WHERE id > 650 LIMIT 3 OFFSET " + offset,
            "SELECT * FROM t WHERE k % 3 = 1 LIMIT 3 OFFSET " + offset,
            "SELECT k FROM t ORDER BY k LIMIT 3 OFFSET " + offset,
            "SELECT * FROM t ORDER BY k LIMIT 3 OFFSET " + offset,
            "SELECT v FROM t WHERE k % 2 = 0 ORDER BY v LIMIT 3 OFFSET " + offset,
            "SELECT * FROM t WHERE k > 1000 ORDER BY k LIMIT 3 OFFSET " + offset,
            "SELECT * FROM w LIMIT 3 OFFSET " + offset,
            "SELECT * FROM w WHERE a = 7 LIMIT 3 OFFSET " + offset,
            "SELECT t.id, w.b FROM t CROSS JOIN w ON w.a = t.k LIMIT 3 OFFSET " + offset,
            "SELECT id FROM t UNION ALL SELECT b FROM w LIMIT 3 OFFSET " + offset,
            "SELECT DISTINCT k % 100 FROM t ORDER BY 1 LIMIT 3 OFFSET " + offset,
            "SELECT count(*) FROM (SELECT * FROM t LIMIT -1 OFFSET " + offset + ")");
      }
      db.same(
          "SELECT * FROM t WHERE id > 9000 LIMIT 3 OFFSET 1",
          "DELETE FROM t",
          "SELECT * FROM t LIMIT 3 OFFSET 1",
          "SELECT k FROM t ORDER BY k LIMIT 3 OFFSET 1");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void changesOfManyRowsAreThoseOfSqlite(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, k UNIQUE, n INTEGER NOT NULL, r REAL, v TEXT,"
              + " CHECK (n < 100000))",
          "CREATE TABLE late(id INTEGER PRIMARY KEY, v)",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
              + " INSERT INTO t SELECT i, 'k' || i, i % 97, i / 7.0, 'value ' || i FROM n",
          "INSERT INTO late SELECT id, v FROM t",
          "ALTER TABLE late ADD COLUMN more TEXT DEFAULT 'default'",
          "UPDATE late SET v = upper(v) || more WHERE id % 2",
          "UPDATE late SET more = v WHERE id % 3 = 0",
          "UPDATE t SET n = n + 1",
          "UPDATE t SET r = n, n = id, v = v || v WHERE id % 3 = 0",
          "UPDATE t SET v = substr(v, 3) WHERE length(v) > 12",
          "UPDATE t SET n = NULL WHERE id = 4",
          "UPDATE OR IGNORE t SET n = NULLIF(n, 8)",
          "UPDATE t SET n = n + 99995 WHERE id < 10",
          "UPDATE OR FAIL t SET n = n + 99994 WHERE id < 10",
          "UPDATE t SET k = k || 'x' WHERE id > 800",
          "UPDATE t SET k = 'k5' WHERE id = 6",
          "UPDATE OR REPLACE t SET k = 'k5' WHERE id = 6",
          "UPDATE t SET id = id + 10000 WHERE id % 5 = 0",
          "UPDATE t SET id = 1 WHERE id = 2",
          "SELECT * FROM t",
          "UPDATE t SET v = (SELECT group_concat(o.k) FROM t o WHERE o.n = t.n AND o.id < 40)",
          "UPDATE t SET v = zeroblob(5000) WHERE id % 100 = 1",
          "UPDATE t SET v = 'short again' WHERE id % 200 = 1",
          "SELECT id, n, r, length(v) FROM t ORDER BY id",
          "SELECT id, k FROM t NOT INDEXED ORDER BY id",
          "SELECT id FROM t ORDER BY k",
          "SELECT * FROM late",
          "DELETE FROM t WHERE id BETWEEN 100 AND 300",
          "DELETE FROM t WHERE k LIKE '%7%'",
          "DELETE FROM late WHERE id > 30",
          "SELECT changes(), total_changes()",
          "SELECT id, n, r FROM t ORDER BY k",
          "PRAGMA integrity_check",
          "DELETE FROM t",
          "SELECT changes(), count(*) FROM t",
          "PRAGMA integrity_check");
    }
  }
}
