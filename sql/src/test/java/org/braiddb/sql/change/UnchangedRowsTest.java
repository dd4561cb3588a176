package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are given the values that they have are not written again, as in SQLite. */
class UnchangedRowsTest {
  @TempDir Path folder;

  private Braid open(String mode) {
    Braid braid = new Braid(folder.resolve("t.db").toString(), mode);
    braid.run("PRAGMA synchronous=OFF");
    return braid;
  }

  private static String fill(String table) {
    return table
        + "; INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE"
        + " i<500) SELECT i, 'text ' || (i % 10), i % 7 FROM n";
  }

  private static long changed(Braid braid, String sql) {
    assertThat(braid.run(sql)).isInstanceOf(Outcome.Rows.class);
    return braid.connection().changes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wal", "pagelock", "mvcc"})
  void nothingIsCommittedWhereNothingChanges(String mode) {
    for (String table :
        new String[] {
          "CREATE TABLE t(k INTEGER PRIMARY KEY, b, c)",
          "CREATE TABLE t(k PRIMARY KEY, b, c) WITHOUT ROWID"
        }) {
      try (Braid braid = open(mode);
          Braid other = open(mode)) {
        braid.run(fill("DROP TABLE IF EXISTS t; " + table));
        Outcome version = other.run("PRAGMA data_version");
        assertThat(changed(braid, "UPDATE t SET b = b, c = c")).isEqualTo(500);
        assertThat(changed(braid, "UPDATE t SET b = 'text 3' WHERE k % 10 = 3")).isEqualTo(50);
        assertThat(changed(braid, "UPDATE t SET b = 'text 3' WHERE k = 3")).isOne();
        assertThat(other.run("PRAGMA data_version")).isEqualTo(version);
        assertThat(changed(braid, "UPDATE t SET b = 'text 4' WHERE k % 50 = 3")).isEqualTo(10);
        assertThat(other.run("PRAGMA data_version")).isNotEqualTo(version);
        assertThat(other.run("SELECT count(*), sum(k) FROM t WHERE b = 'text 4'").toString())
            .contains("60");
        braid.run("BEGIN; UPDATE t SET b = 'text 5' WHERE k = 3; SAVEPOINT s");
        braid.run("UPDATE t SET b = 'text 5' WHERE k < 5; UPDATE t SET b = 'text 4' WHERE k = 3");
        braid.run("ROLLBACK TO s; UPDATE t SET b = 'text 5' WHERE k = 3; COMMIT");
        assertThat(other.run("SELECT b FROM t WHERE k = 3").toString()).contains("text 5");
        assertThat(other.run("PRAGMA integrity_check").toString()).contains("ok");
      }
    }
  }

  /** Sets a row to what it is in a transaction, after which another changes that row. */
  private static Outcome committed(Braid braid, Braid other, String... also) {
    braid.run(fill("CREATE TABLE t(k INTEGER PRIMARY KEY, b, c)"));
    braid.run("BEGIN CONCURRENT");
    braid.run("UPDATE t SET b = b WHERE k = 3");
    for (String sql : also) {
      braid.run(sql);
    }
    other.run("UPDATE t SET b = 'text 9' WHERE k = 3");
    return braid.run("COMMIT");
  }

  /** Who sets a value to what it is says that it has to stay, if something else hangs on it. */
  @ParameterizedTest
  @ValueSource(strings = {"pagelock", "mvcc"})
  void besideOthersARowThatIsSetToWhatItIsConflicts(String mode) {
    try (Braid braid = open(mode);
        Braid other = open(mode)) {
      assertThat(committed(braid, other, "UPDATE t SET c = 99 WHERE k = 400"))
          .isInstanceOf(Outcome.Failure.class);
      braid.run("ROLLBACK");
      assertThat(braid.run("SELECT b, c FROM t WHERE k IN (3, 400)").toString())
          .contains("text 9")
          .doesNotContain("99");
    }
  }

  /** As in SQLite: such a transaction comes before the others. */
  @ParameterizedTest
  @ValueSource(strings = {"pagelock", "mvcc"})
  void whoeverChangesNothingAtAllDoesNotConflict(String mode) {
    try (Braid braid = open(mode);
        Braid other = open(mode)) {
      assertThat(committed(braid, other)).isInstanceOf(Outcome.Rows.class);
      assertThat(braid.run("SELECT b FROM t WHERE k = 3").toString()).contains("text 9");
    }
  }
}
