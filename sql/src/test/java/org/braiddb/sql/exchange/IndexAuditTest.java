package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes that contradict their tables are found as SQLite finds them, row after row. */
class IndexAuditTest {
  private static final String[] MADE = {
    "PRAGMA page_size = 1024",
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b, c)",
    "CREATE INDEX ta ON t(a COLLATE NOCASE)",
    "CREATE INDEX tb ON t(b, id % 2)",
    "CREATE INDEX tc ON t(c) WHERE id % 40 <> 7",
    "CREATE TABLE w(x, y, z TEXT, PRIMARY KEY(y, x)) WITHOUT ROWID",
    "CREATE INDEX wz ON w(z COLLATE RTRIM DESC, y)",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO t"
        + " SELECT i, 'A text ' || (i * 7919 % 300), CASE WHEN i % 9 = 0 THEN NULL WHEN i % 50 = 1"
        + " THEN i + 2 ELSE i END, CASE WHEN i % 100 <> 30 THEN i / 3.0 END FROM n",
    "INSERT INTO w SELECT id % 7, b, a FROM t WHERE b IS NOT NULL",
  };

  /** From now on a schema says something else of rows and entries that stay as they are. */
  private static final String[] REDEFINED_AS_UNIQUE = {
    "PRAGMA writable_schema = 1",
    "UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX tb ON t(b, id % 2)' WHERE name = 'tb'",
    "PRAGMA writable_schema = 0",
  };

  private static final String[] REDEFINED = {
    "PRAGMA writable_schema = 1",
    "UPDATE sqlite_schema SET sql = 'CREATE INDEX tc ON t(c)' WHERE name = 'tc'",
    "UPDATE sqlite_schema SET sql = replace(sql, ', c)', ', c NOT NULL)') WHERE name = 't'",
    "PRAGMA writable_schema = 0",
  };

  private static final int[] FINDINGS = {1, 2, 3, 4, 9, 11, 12, 100};

  @TempDir Path folder;

  private byte[] made(String[]... statements) throws IOException {
    Path file = folder.resolve("made.db");
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      for (String[] some : statements) {
        for (String sql : some) {
          assertThat(sqlite.run(sql)).as(sql).isInstanceOf(Outcome.Rows.class);
        }
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private List<List<String>> same(byte[] bytes, String mode, int findings) throws IOException {
    Path file = folder.resolve("audited.db");
    Files.write(file, bytes);
    String pragma = "PRAGMA integrity_check(" + findings + ")";
    Outcome theirs;
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      theirs = sqlite.run(pragma);
    }
    Files.write(file, bytes);
    try (Braid braid = new Braid(file.toString(), mode)) {
      assertThat(braid.run(pragma)).isEqualTo(theirs);
    }
    return ((Outcome.Rows) theirs).rows();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wal", "pagelock", "mvcc"})
  void rowsThatContradictTheirIndexesAreNamedInTheirOrder(String mode) throws IOException {
    byte[] bytes = made(MADE, REDEFINED_AS_UNIQUE);
    assertThat(same(bytes, mode, 100).toString()).contains("non-unique entry in index tb");
    bytes = made(MADE, REDEFINED_AS_UNIQUE, REDEFINED);
    for (int findings : FINDINGS) {
      same(bytes, mode, findings);
    }
    assertThat(same(bytes, mode, 100).toString())
        .contains(
            "NULL value in t.c", "row 7 missing from index tc", "non-unique entry in index tb");
  }

  /** The collation says that they are equal; who reads the text from the index says otherwise. */
  @Test
  void textsThatDifferFromTheirRowsAreFound() throws IOException {
    byte[] bytes = made(MADE);
    assertThat(same(bytes, "wal", 100)).isEqualTo(List.of(List.of("'ok'")));
    for (String text : List.of("A text 171", "A text 42")) {
      int at = lastIndexOf(bytes, text.getBytes(StandardCharsets.UTF_8));
      bytes[at] = 'a';
    }
    for (int findings : FINDINGS) {
      same(bytes, "wal", findings);
    }
    assertThat(same(bytes, "wal", 100)).hasSize(2);
    assertThat(same(bytes, "wal", 100).toString()).contains("values differ from index ");
  }

  private static int lastIndexOf(byte[] bytes, byte[] wanted) {
    for (int at = bytes.length - wanted.length; at >= 0; at--) {
      int matching = 0;
      while (matching < wanted.length && bytes[at + matching] == wanted[matching]) {
        matching++;
      }
      if (matching == wanted.length) {
        return at;
      }
    }
    throw new AssertionError("not there");
  }

  /** SQLite does not count the entries of an index on some rows. */
  @Test
  void anEntryOfNoRowIsCounted() throws IOException {
    byte[] bytes =
        made(
            MADE,
            new String[] {
              "PRAGMA writable_schema = 1",
              "UPDATE sqlite_schema SET sql = 'CREATE INDEX tb ON t(b, id % 2) WHERE b <> 14'"
                  + " WHERE name = 'tb'",
              "PRAGMA writable_schema = 0"
            });
    Path file = folder.resolve("counted.db");
    Files.write(file, bytes);
    try (Braid braid = new Braid(file.toString(), "wal")) {
      assertThat(braid.run("PRAGMA integrity_check").toString())
          .contains("wrong # of entries in index tb");
    }
  }
}
