package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins whose tables are filtered a batch at a time. */
class FilteredScanTest {
  private static final List<String> SETUP =
      List.of(
          "PRAGMA page_size=1024",
          "CREATE TABLE l(id INTEGER PRIMARY KEY, k, n INTEGER, d TEXT, r REAL, long TEXT)",
          "CREATE TABLE o(id INTEGER PRIMARY KEY, kind TEXT)",
          "CREATE TABLE s(k, v)",
          "CREATE INDEX s_k ON s(k)",
          "INSERT INTO l WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c"
              + " WHERE i < 3000) SELECT i * 3, CASE i % 11 WHEN 0 THEN NULL WHEN 1 THEN '17'"
              + " WHEN 2 THEN 4.0 ELSE i % 97 END, i % 13, 'd' || (i % 29), i / 8.0,"
              + " CASE WHEN i % 50 = 0 THEN hex(zeroblob(900)) END FROM c",
          "INSERT INTO o SELECT id / 3 % 120, substr('OFP', id % 3 + 1, 1) FROM l"
              + " WHERE id < 360",
          "INSERT INTO s SELECT n, id FROM l WHERE id % 5 = 0",
          "ALTER TABLE l ADD COLUMN late DEFAULT 'x'");

  private static final String[] QUERIES = {
    "SELECT l.id, o.id, long FROM l CROSS JOIN o ON o.id = l.k WHERE n = 3 AND d < 'd2'",
    "SELECT l.id, o.kind FROM l CROSS JOIN o ON o.id = l.k WHERE n > 3 AND r BETWEEN 20 AND 300",
    "SELECT l.id, s.v FROM l CROSS JOIN s ON s.k = l.n WHERE l.id > 8000 AND d LIKE 'd1%'"
        + " ORDER BY 1, 2",
    "SELECT l.id, o.id FROM l CROSS JOIN o ON o.id = l.k WHERE n = 3 LIMIT 7",
    "SELECT l.id, o.id FROM l CROSS JOIN o ON o.id = l.k WHERE n <> 3 LIMIT 5 OFFSET 700",
    "SELECT l.id, o.id FROM l CROSS JOIN o ON o.id = l.k WHERE late = 'x' AND k IS NOT NULL",
    "SELECT a.id, b.id FROM l a CROSS JOIN l b ON b.id = a.id + 3 WHERE a.n = 5 AND b.n = 6",
    "SELECT a.id, b.id, o.kind FROM l a CROSS JOIN l b ON b.id = a.id + a.n * 3 LEFT JOIN o"
        + " ON o.id = b.k WHERE a.n < 2 ORDER BY 1",
    "SELECT o.kind, count(*), sum(r) FROM l JOIN o ON o.id = l.k WHERE n IN (1, 5) GROUP BY 1",
    "SELECT o.id, (SELECT count(*) FROM l CROSS JOIN s ON s.k = l.n WHERE l.n = 2"
        + " AND l.id < 400 AND l.k = o.id) FROM o ORDER BY 1",
    "SELECT o.id FROM o WHERE EXISTS (SELECT 1 FROM l CROSS JOIN s ON s.k = l.n WHERE l.n = 2"
        + " AND s.v = o.id) ORDER BY 1",
    "SELECT o.id, x.id FROM o LEFT JOIN (l x JOIN s ON s.k = x.n AND x.n = 4 AND s.v < 60)"
        + " ON x.k = o.id ORDER BY 1, 2, s.v",
    "SELECT o.id, l.id FROM o CROSS JOIN l WHERE l.n < o.id AND o.id < 20",
    "SELECT o.id, l.id FROM o CROSS JOIN l WHERE o.kind < l.d LIMIT 9 OFFSET 3100",
    "SELECT o.id, l.id FROM o CROSS JOIN l WHERE l.k > o.id AND l.r + o.id < 99 AND o.id > 90",
    "SELECT count(*), sum(l.r), max(o.id) FROM o CROSS JOIN l WHERE l.k < o.kind",
    "SELECT count(*), sum(l.r) FROM o CROSS JOIN l WHERE l.k < o.id || '' AND o.id < 30",
    "SELECT a.id, b.id, c.id FROM o a CROSS JOIN o b CROSS JOIN o c WHERE b.id > a.id + 100"
        + " AND c.id BETWEEN b.id AND b.id + a.id AND c.kind <> a.kind",
    "SELECT count(*) FROM l CROSS JOIN o WHERE l.id < 900 AND substr(l.d, 2) < o.id",
    "SELECT count(*) FROM l CROSS JOIN o WHERE l.id < 900 AND o.kind || l.d LIKE 'F%1'",
    "SELECT count(*) FROM l CROSS JOIN o WHERE l.id < 900 AND o.kind > l.d COLLATE NOCASE",
    "SELECT l.id, o.id FROM l CROSS JOIN o WHERE l.id < 99 AND (o.id < l.n OR l.k IS NULL)",
    "SELECT o.id, (SELECT count(*) FROM s a CROSS JOIN s b WHERE a.v < 99 AND b.v < a.v"
        + " AND b.k <> o.id) FROM o WHERE o.id < 12",
    "SELECT o.id, s.k, t.id FROM o LEFT JOIN (s CROSS JOIN o t ON t.id < s.v AND t.kind = 'F')"
        + " ON s.k = o.id AND s.v < 40 ORDER BY 1, s.rowid, 3",
    "SELECT o.id, s.v, t.v FROM o JOIN s ON s.k = o.id CROSS JOIN s t WHERE t.k = s.k"
        + " AND t.v < s.v AND s.v < 200 ORDER BY 1, 2, 3",
    "SELECT count(*) FROM l CROSS JOIN (SELECT x'61' AS b, 5 AS n) CROSS JOIN o WHERE l.id < 99"
        + " AND o.kind < b AND o.id > l.n + n",
  };

  @TempDir Path directory;

  @Test
  void answersAreThoseOfSqlite() {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      for (String begin : List.of("SELECT 1", "BEGIN", "PRAGMA braid_optimizations='-vectors'")) {
        engines.braid(begin);
        for (String query : QUERIES) {
          engines.agreeInOrder(query);
          engines.agreeInOrder(query);
        }
        if (begin.equals("BEGIN")) {
          engines.braid("ROLLBACK");
        }
      }
    }
  }

  @Test
  void aChangeBetweenTwoRowsIsSeenInsideATransaction() {
    try (Connection db = Database.at(directory.resolve("t.db").toString()).connect()) {
      SETUP.forEach(db::execute);
      db.execute("BEGIN");
      try (Statement query =
          db.prepare("SELECT l.n FROM l CROSS JOIN o ON o.id = l.k WHERE d = 'd7'")) {
        assertThat(query.step()).isTrue();
        assertThat(query.step()).isTrue();
        db.execute("UPDATE l SET n = 1000");
        while (query.step()) {
          assertThat(query.columnLong(0)).isEqualTo(1000);
        }
      }
      db.execute("ROLLBACK");
    }
  }
}
