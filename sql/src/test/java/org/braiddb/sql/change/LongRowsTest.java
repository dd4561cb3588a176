package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braiddb.sql.oracle.Connections.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Connections;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of many pages, and rows that are set to what they are. */
class LongRowsTest {
  private static final String[] QUERIES = {
    "SELECT id, length(b), octet_length(b), typeof(b), b IS NULL, n FROM t ORDER BY id",
    "SELECT id, length(n), octet_length(n), typeof(n), n NOTNULL, length(m), typeof(m) FROM t"
        + " ORDER BY id",
    "SELECT count(b), count(n), count(m), count(*) FROM t WHERE b IS NOT NULL",
    "SELECT count(m), max(length(b)), count(b) FILTER (WHERE n IS NULL) FROM t GROUP BY typeof(b)"
        + " ORDER BY 1, 2",
    "SELECT id, n, m, n, hex(substr(b, 1, 4)), hex(m || n) FROM t WHERE m >= 'm' OR n > 'n 1' ORDER BY"
        + " id",
    "SELECT t.id, o.id, length(o.b), typeof(o.n) FROM t LEFT JOIN t o ON o.id = t.id + 2 ORDER BY 1",
    "SELECT t.id, octet_length(o.n), octet_length(o.b), length(o.n), typeof(o.b), o.n IS NULL"
        + " FROM t LEFT JOIN (SELECT DISTINCT id, n, b FROM t WHERE id > 1) o ON o.id = t.id"
        + " ORDER BY 1",
    "SELECT octet_length(c), length(c), typeof(c)"
        + " FROM (SELECT id, n AS c FROM t UNION ALL SELECT id, b FROM t ORDER BY id, typeof(c))",
    "SELECT id, length(b || n), typeof(b || n), length(CAST(b AS TEXT)), length(-m) FROM t ORDER BY"
        + " id",
  };

  @TempDir Path folder;

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  static Stream<String> filed() {
    return Stream.of("wal", "pagelock", "mvcc");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsBeforeAndBehindLongOnesAreReadAndChanged(String mode) {
    for (String encoding : new String[] {"UTF-8", "UTF-16le"}) {
      try (Comparison db = new Comparison(mode)) {
        db.same(
            "PRAGMA encoding = '" + encoding + "'",
            "CREATE TABLE t(id INTEGER PRIMARY KEY, b, n TEXT)",
            "INSERT INTO t VALUES(1, zeroblob(20000), 'n 1'), (2, NULL, 'n 2'), (3, x'', ''), (4,"
                + " 'text', NULL), (5, 1.5, 'größer'), (6, 7, '7'), (7, zeroblob(5000), NULL)",
            "INSERT INTO t VALUES(8, printf('%.7000c', 'ä'), printf('%.9000c', 'n'))",
            "ALTER TABLE t ADD COLUMN m DEFAULT 'moved'",
            "INSERT INTO t VALUES(9, zeroblob(9000), 'behind', zeroblob(6000)),"
                + " (10, 'x', zeroblob(3000), 'end')");
        db.same(QUERIES);
        db.same(
            "UPDATE t SET n = 'n 9' WHERE id IN (1, 9)",
            "UPDATE t SET m = 'longer than it was' WHERE id > 6",
            "UPDATE t SET b = zeroblob(length(b)) WHERE typeof(b) = 'blob'",
            "SAVEPOINT s",
            "UPDATE t SET b = zeroblob(length(b) - 4) || x'01020304' WHERE length(b) > 100",
            "UPDATE t SET n = upper(n), b = b");
        db.same(QUERIES);
        db.same("ROLLBACK TO s", "UPDATE t SET m = m", "RELEASE s");
        db.same(QUERIES);
        db.same("SELECT hex(b) = hex(zeroblob(20000)), hex(m) FROM t", "PRAGMA integrity_check");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsWithoutRowidsAreSetToWhatTheyAre(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE w(a TEXT COLLATE NOCASE PRIMARY KEY, b, c) WITHOUT ROWID",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO"
              + " w SELECT 'key ' || i, CASE WHEN i % 9 = 0 THEN zeroblob(i * 20) ELSE i END, 'c'"
              + " || i FROM n",
          "UPDATE w SET b = b",
          "UPDATE w SET a = upper(a), c = 'd' || substr(c, 2)",
          "UPDATE w SET b = zeroblob(length(b)) WHERE typeof(b) = 'blob'",
          "REPLACE INTO w SELECT lower(a), b, c FROM w WHERE a LIKE '%7%' ORDER BY a",
          "SELECT a, hex(b), c FROM w ORDER BY a",
          "PRAGMA integrity_check");
    }
  }

  private Connection connect(String mode) {
    return Connections.connect(folder.resolve("t.db"), mode);
  }

  @ParameterizedTest
  @MethodSource("filed")
  void whatIsSetToWhatItIsIsNotWritten(String mode) throws IOException {
    try (Connection db = connect(mode)) {
      db.execute(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b); CREATE INDEX ta ON t(a);"
              + " CREATE TABLE w(a TEXT PRIMARY KEY, b) WITHOUT ROWID;"
              + " INSERT INTO t VALUES(1, 'a', zeroblob(100000)), (2, 'b', 2);"
              + " INSERT INTO w VALUES('a', zeroblob(50000)), ('b', 2)");
      long frames = checkpoint(db);
      long size = Files.size(folder.resolve("t.db-wal"));
      for (int i = 0; i < 200; i++) {
        db.execute("UPDATE w SET b = b; UPDATE t SET a = a, b = b");
        assertThat(number(db, "SELECT changes()")).isEqualTo(2);
      }
      assertThat(number(db, "SELECT total_changes()")).isEqualTo(4 + 200 * 4);
      assertThat(checkpoint(db)).isEqualTo(frames);
      assertThat(Files.size(folder.resolve("t.db-wal"))).isEqualTo(size);
      // Of a long row only the pages that differ.
      db.execute("UPDATE t SET b = CAST(zeroblob(99999) || x'01' AS BLOB) WHERE id = 1");
      assertThat(checkpoint(db) % frames).isBetween(1L, 3L);
    }
  }

  /** Returns how many frames the log has. */
  private static long checkpoint(Connection db) {
    try (Statement checkpoint = db.prepare("PRAGMA wal_checkpoint")) {
      assertThat(checkpoint.step()).isTrue();
      assertThat(checkpoint.columnLong(0)).isZero();
      return checkpoint.columnLong(1);
    }
  }

  /** Chains that are written over lie among pages that a rebase gives new numbers. */
  @ParameterizedTest
  @MethodSource("filed")
  void longRowsAreWrittenOverSideBySide(String mode) {
    try (Connection one = connect(mode);
        Connection other = connect(mode)) {
      one.execute(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, b BLOB, n TEXT);"
              + " WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 60)"
              + " INSERT INTO t SELECT x * 100, zeroblob(x * 500), 'n' FROM i");
      String begin = mode.equals("wal") ? "BEGIN IMMEDIATE" : "BEGIN CONCURRENT";
      Random random = new Random(7);
      int committed = 0;
      for (int round = 0; round < 60; round++) {
        one.execute(begin);
        one.execute(
            "UPDATE t SET b = zeroblob(length(b) - 1) || x'%02x', n = 'o%d' WHERE id <= 1500 AND id %% 100 = 0"
                .formatted(round, round));
        one.execute("INSERT INTO t VALUES(%d, zeroblob(9000), 'new')".formatted(round * 100 + 7));
        one.execute(
            "UPDATE t SET b = x'aa' || zeroblob(8999) WHERE id = %d".formatted(round * 100 + 7));
        if (!mode.equals("wal")) {
          other.execute("BEGIN CONCURRENT");
          other.execute(
              "UPDATE t SET b = zeroblob(length(b)), n = 'p' WHERE id %% 100 = 0 AND id BETWEEN 4500 AND %d"
                  .formatted(4500 + random.nextInt(1400)));
          if (mode.equals("mvcc") || round % 3 == 0) { // else each conflicts at the root
            other.execute("INSERT INTO t VALUES(%d, zeroblob(8000), 'q')".formatted(7001 + round));
          }
          other.execute("COMMIT");
        }
        try {
          one.execute("COMMIT");
          committed++;
        } catch (SqlException _) {
          one.execute("ROLLBACK");
        }
      }
      assertThat(committed).isGreaterThan(mode.equals("pagelock") ? 0 : 59);
      assertThat(number(one, "SELECT count(*) FROM t WHERE id % 100 = 7 AND hex(b) LIKE 'aa%'"))
          .isEqualTo(committed);
    }
    try (Sqlite sqlite = new Sqlite(folder.resolve("t.db").toString())) {
      assertThat(sqlite.run("PRAGMA integrity_check").toString()).contains("'ok'");
    }
  }
}
